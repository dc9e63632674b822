/**
 * How much something that was there in `failedWith` failed runs and in `passedWith` passed ones, and missing in
 * `failedWithout` failed ones, is suspected of failures: from 0, never there in a failed run, to 1, there in every failed
 * one and no other.
 *
 *     failedWith / √((failedWith + failedWithout) (failedWith + passedWith))
 *
 *     ochiai(8, 2, 2) // 0.8
 *
 * A. Ochiai, "Zoogeographical studies on the soleoid fishes found in Japan and its neighbouring regions", Bull. Japanese
 * Society of Scientific Fisheries 22 (1957); as a measure of suspicion: R. Abreu, P. Zoeteweij, A. J. C. van Gemund, "On the
 * accuracy of spectrum-based fault localization", TAIC PART 2007. O(1).
 */
export const ochiai = (failedWith: number, failedWithout: number, passedWith: number): number =>
  failedWith === 0 ? 0 : failedWith / Math.sqrt((failedWith + failedWithout) * (failedWith + passedWith));
