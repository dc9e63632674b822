/** Why a text is not XML that is read here, as a whole sentence. */
export class XmlFault extends Error {
  readonly isTooDeep: boolean;

  constructor(message: string, isTooDeep = false) {
    super(message);
    this.name = 'XmlFault';
    this.isTooDeep = isTooDeep;
  }
}
