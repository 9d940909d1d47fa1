/**
 * A compensated float64 sum, so that a figure over millions of elements keeps its digits.
 * Method: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974.
 */
export class NeumaierSum {
  #sum = 0;
  #compensation = 0;

  add(value: number): void {
    const total = this.#sum + value;
    // Once a sum is infinite or NaN the compensation would turn Infinity into NaN.
    if (Number.isFinite(total)) {
      const kept = Math.abs(this.#sum) >= Math.abs(value);
      this.#compensation += kept ? this.#sum - total + value : value - total + this.#sum;
    }
    this.#sum = total;
  }

  get value(): number {
    return Number.isFinite(this.#sum) ? this.#sum + this.#compensation : this.#sum;
  }
}
