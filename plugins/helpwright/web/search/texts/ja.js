// @ts-check
/** @param {number} n */
const number = (n) => n.toLocaleString("ja");

/** @type {import("../texts.js").Texts} */
export const texts = {
  language: "ja",
  label: "検索",
  placeholder: "どのようなことでお困りですか？",
  erase: "入力を消去",
  results: "検索結果",
  searching: "検索しています…",
  count: ({ total, complete, shown }) => {
    const best = shown < total ? `上位${number(shown)}件を表示しています。` : "";
    const rest = total - complete;
    if (total === 0) return "該当する結果はありません。";
    if (complete === 0) return `一部の語を含む結果が${number(total)}件あります。${best}`;
    if (rest === 0) return `${number(total)}件の結果があります。${best}`;
    return `すべての語を含む結果が${number(complete)}件、一部の語を含む結果がほかに${number(rest)}件あります。${best}`;
  },
  full: "すべての語を含む結果",
  partial: "一部の語を含む結果",
  elsewhere: "ほかの言語の結果",
  showing: "次の語で検索しました：",
  instead: "入力した語で検索：",
  meant: "もしかして：",
  missing: (words) => `含まれない語：${words}`,
  step: "トラブル解決の手順",
  troubleshooter: "トラブル解決ガイド",
  recommended: "おすすめ",
  none: (query) => `「${query}」に一致する結果はありません。`,
  advice: "語を減らすか、別の語でお試しください。こちらからも探せます。",
  meanwhile: "検索を使わずに、こちらからも探せます。",
  guide: "手順に沿って解決する：",
  categories: "すべてのカテゴリを見る",
  contact: "お問い合わせ",
  all: (total) => `${number(total)}件の結果をすべて見る`,
  more: "さらに表示",
  failed: "検索を読み込めませんでした。接続を確認して、もう一度お試しください。",
  again: "もう一度試す",
  recent: "最近の検索",
  forget: (query) => `「${query}」を最近の検索から削除`,
  clear: "最近の検索をすべて削除",
  cleared: "削除しました。",
  shortcut: "「/」キーで検索欄に移動する",
  filters: "結果を絞り込む",
  any: "すべて",
  unfilter: "絞り込みを解除",
  facets: { category: "カテゴリ", type: "種類", applies_to: "対象" },
  types: {
    "how-to": "操作方法",
    troubleshooting: "トラブルシューティング",
    faq: "よくある質問",
    reference: "リファレンス",
    "known-issue": "既知の問題",
    announcement: "お知らせ",
  },
};
