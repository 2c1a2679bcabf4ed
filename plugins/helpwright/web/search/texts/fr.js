// @ts-check
/** @param {number} n */
const number = (n) => n.toLocaleString("fr");

/** @param {number} n */
const results = (n) => `${number(n)} résultat${n < 2 ? "" : "s"}`;

/** @type {import("../texts.js").Texts} */
export const texts = {
  language: "fr",
  label: "Rechercher",
  placeholder: "Comment pouvons-nous vous aider ?",
  erase: "Vider le champ",
  results: "Résultats de la recherche",
  searching: "Recherche en cours…",
  count: ({ total, complete, shown }) => {
    const best = shown < total ? ` Les ${number(shown)} meilleurs sont affichés.` : "";
    const rest = total - complete;
    if (total === 0) return "Aucun résultat.";
    if (complete === 0) return `${results(total)} avec une partie des mots.${best}`;
    if (rest === 0) return `${results(total)}.${best}`;
    return `${results(complete)} avec tous les mots ; ${number(rest)} de plus avec une partie des mots.${best}`;
  },
  full: "Avec tous les mots",
  partial: "Avec une partie des mots",
  elsewhere: "Dans d’autres langues",
  showing: "Résultats pour",
  instead: "Rechercher plutôt",
  meant: "Vouliez-vous dire",
  missing: (words) => `Sans : ${words}`,
  step: "Étape du guide de dépannage",
  troubleshooter: "Guide de dépannage",
  recommended: "Recommandé",
  none: (query) => `Aucun résultat pour « ${query} ».`,
  advice: "Essayez avec moins de mots ou d’autres mots, ou regardez ici :",
  meanwhile: "Sans la recherche, continuez ici :",
  guide: "Résoudre pas à pas :",
  categories: "Voir toutes les catégories",
  contact: "Nous contacter",
  all: (total) => `Voir les ${results(total)}`,
  more: "Afficher plus de résultats",
  failed: "La recherche n’a pas pu être chargée. Vérifiez votre connexion et réessayez.",
  again: "Réessayer",
  recent: "Recherches récentes",
  forget: (query) => `Retirer « ${query} » des recherches récentes`,
  clear: "Effacer les recherches récentes",
  cleared: "Effacé.",
  shortcut: "La touche / mène au champ de recherche",
  filters: "Affiner les résultats",
  any: "Tout",
  unfilter: "Effacer les filtres",
  facets: { category: "Catégorie", type: "Type", applies_to: "Concerne" },
  types: {
    "how-to": "Mode d’emploi",
    troubleshooting: "Dépannage",
    faq: "Question et réponse",
    reference: "Référence",
    "known-issue": "Problème connu",
    announcement: "Annonce",
  },
};
