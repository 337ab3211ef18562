package dev.tideway.plan.account;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses with the same prefix.
 *
 * @param address one address of the range
 * @param bits length of the prefix in bits
 */
record AddressPrefix(long address, int bits) {
  private static final Pattern CIDR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  /** Whether two networks have an address in common. The answer is yes if one of them is not IPv4, because a prefix list may contain any address. */
  static boolean overlap(String one, String other) {
    Matcher a = CIDR.matcher(one);
    Matcher b = CIDR.matcher(other);
    return !a.matches() || !b.matches() || of(a).meets(of(b));
  }

  private static AddressPrefix of(Matcher cidr) {
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      address = address << 8 | Integer.parseInt(cidr.group(i));
    }
    return new AddressPrefix(address, Integer.parseInt(cidr.group(5)));
  }

  private boolean meets(AddressPrefix other) {
    int shared = Math.min(bits, other.bits);
    return address >> (32 - shared) == other.address >> (32 - shared);
  }
}
