/** First in, first out; both O(1). */
export class Fifo<Member> {
  readonly #members: (Member | undefined)[] = [];
  #first = 0;

  push(member: Member): void {
    this.#members.push(member);
  }

  first(): Member | undefined {
    return this.#members[this.#first];
  }

  shift(): Member | undefined {
    const member = this.#members[this.#first];
    if (this.#first < this.#members.length) this.#members[this.#first++] = undefined;
    return member;
  }
}
