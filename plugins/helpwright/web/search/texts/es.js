// @ts-check
/** @param {number} n */
const number = (n) => n.toLocaleString("es");

/** @param {number} n */
const results = (n) => `${number(n)} resultado${n === 1 ? "" : "s"}`;

/** @type {import("../texts.js").Texts} */
export const texts = {
  language: "es",
  label: "Buscar",
  placeholder: "¿En qué podemos ayudarle?",
  erase: "Vaciar el campo",
  results: "Resultados de la búsqueda",
  searching: "Buscando…",
  count: ({ total, complete, shown }) => {
    const best = shown < total ? ` Se muestran los ${number(shown)} mejores.` : "";
    const rest = total - complete;
    if (total === 0) return "Ningún resultado.";
    if (complete === 0) return `${results(total)} con parte de las palabras.${best}`;
    if (rest === 0) return `${results(total)}.${best}`;
    return `${results(complete)} con todas las palabras; ${number(rest)} más con parte de ellas.${best}`;
  },
  full: "Con todas las palabras",
  partial: "Con parte de las palabras",
  elsewhere: "En otros idiomas",
  showing: "Resultados para",
  instead: "Buscar en su lugar",
  meant: "Quizás quiso decir",
  missing: (words) => `Sin: ${words}`,
  step: "Paso del solucionador",
  troubleshooter: "Solucionador de problemas",
  recommended: "Recomendado",
  none: (query) => `No se encontró nada para «${query}».`,
  advice: "Pruebe con menos palabras o con otras, o mire aquí:",
  meanwhile: "Sin la búsqueda, siga por aquí:",
  guide: "Resolverlo paso a paso:",
  categories: "Ver todas las categorías",
  contact: "Contacto",
  all: (total) => `Ver los ${results(total)}`,
  more: "Mostrar más resultados",
  failed: "No se pudo cargar la búsqueda. Compruebe su conexión e inténtelo de nuevo.",
  again: "Intentar de nuevo",
  recent: "Búsquedas recientes",
  forget: (query) => `Quitar «${query}» de las búsquedas recientes`,
  clear: "Borrar las búsquedas recientes",
  cleared: "Borrado.",
  shortcut: "La tecla / lleva al campo de búsqueda",
  filters: "Acotar los resultados",
  any: "Cualquiera",
  unfilter: "Quitar los filtros",
  facets: { category: "Categoría", type: "Tipo", applies_to: "Se aplica a" },
  types: {
    "how-to": "Instrucciones",
    troubleshooting: "Solución de problemas",
    faq: "Pregunta y respuesta",
    reference: "Referencia",
    "known-issue": "Problema conocido",
    announcement: "Anuncio",
  },
};
