/** A sentence with elements in it, such as a link: a language puts them where its grammar wants them. */
import { Fragment, type ReactNode, createElement } from 'react';

/** @param of texts and elements in order, as a catalog returns them */
export const Sentence = ({ of }: { of: readonly ReactNode[] }) => createElement(Fragment, null, ...of);
