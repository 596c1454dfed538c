import type { Tree } from './tree';

/** What several checks ask of a tree: worked out when the first of them asks, and kept as long as the tree. */
export function once<Answer>(work: (tree: Tree) => Answer): (tree: Tree) => Answer {
  const known = new WeakMap<Tree, { readonly answer: Answer }>();
  return (tree) => {
    let kept = known.get(tree);
    if (kept === undefined) known.set(tree, (kept = { answer: work(tree) }));
    return kept.answer;
  };
}
