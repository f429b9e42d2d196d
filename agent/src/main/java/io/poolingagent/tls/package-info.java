/**
 * When are two pieces of TLS configuration the same for a connection? {@link
 * io.poolingagent.tls.TlsIdentities} answers with a key of their content; the argument why that is
 * safe is in ARCHITECTURE.md.
 *
 * <p>Covered: contexts, factories and managers of the JDK's own implementation (SunJSSE with
 * SunX509 and PKIX, OpenJDK 8 to 26), and classes of the application's without state or with final
 * fields. Equal to themselves only, with the reason in the key: contexts of other providers, {@code
 * NewSunX509} key managers, certificates and keys of other providers, PKIX parameters with
 * certificate stores, selectors or checkers of one's own, whatever could change, and the
 * application's own key managers.
 */
@NullMarked
package io.poolingagent.tls;

import org.jspecify.annotations.NullMarked;
