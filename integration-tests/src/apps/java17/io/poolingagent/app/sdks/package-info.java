/**
 * What SDKs have in common that are called by a client made for each call. The SDKs themselves are
 * in {@code src/sdks}, a file each, which the test compiles.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.app.sdks;
