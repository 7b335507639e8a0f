/** A handful of posts around one city, so that the first look at the list of needs is not an empty one. */

interface SeededPost {
  readonly owner: string;
  readonly kind: 'need' | 'offer';
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly reward: string;
  readonly placeName: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** People who post, besides those that the newcomer signs in as: user name and display name. */
export const neighbors = { clara: 'Clara Santos', diogo: 'Diogo Reis', elena: 'Elena Petrova' } as const;

/** In Lisbon. Oldest first. */
export const seededPosts: readonly SeededPost[] = [
  {
    owner: 'elena',
    kind: 'offer',
    title: 'Portuguese for beginners, Tuesday evenings',
    description: 'I have taught for ten years. Come as you are, there is tea, and we are five at most.',
    category: 'learning',
    reward: 'Something sweet for the table.',
    placeName: 'Graça, Lisbon',
    latitude: 38.7176,
    longitude: -9.1301,
  },
  {
    owner: 'diogo',
    kind: 'need',
    title: 'Two people to carry a sofa to the third floor',
    description: 'No lift, but wide stairs. Saturday before noon would be best, and it takes half an hour.',
    category: 'moving',
    reward: 'Lunch afterwards.',
    placeName: 'Alcântara, Lisbon',
    latitude: 38.7059,
    longitude: -9.1766,
  },
  {
    owner: 'clara',
    kind: 'offer',
    title: 'A ride to Porto on Friday, two seats',
    description: 'I leave after work, at about six, and stop once for coffee.',
    category: 'rides',
    reward: 'Half of the toll.',
    placeName: 'Benfica, Lisbon',
    latitude: 38.7509,
    longitude: -9.2012,
  },
  {
    owner: 'bob',
    kind: 'need',
    title: 'Someone to water the plants for a week',
    description: 'Twelve pots on a balcony, every second day. They like company.',
    category: 'garden',
    reward: 'Tomatoes, as soon as there are any.',
    placeName: 'Campo de Ourique, Lisbon',
    latitude: 38.7166,
    longitude: -9.1657,
  },
  {
    owner: 'clara',
    kind: 'need',
    title: 'My cat sits on the roof and does not come down',
    description: 'She is grey, shy and called Sombra. A ladder would help, and a calm person.',
    category: 'pets',
    reward: 'I will buy you a coffee.',
    placeName: 'Alfama, Lisbon',
    latitude: 38.7127,
    longitude: -9.1293,
  },
  {
    owner: 'alice',
    kind: 'need',
    title: 'A flat tyre, and no tools',
    description: 'The rear wheel of a city bicycle. I have the new tube already.',
    category: 'repairs',
    reward: 'I will buy you a coffee.',
    placeName: 'Baixa, Lisbon',
    latitude: 38.7108,
    longitude: -9.1372,
  },
];

/** The same ids at every start: what was published before is found, and not published twice. */
export const clientIdOf = (index: number): string => `5eed0000-0000-4000-8000-${String(index).padStart(12, '0')}`;
