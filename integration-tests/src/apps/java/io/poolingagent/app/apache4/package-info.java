/**
 * Apache HttpClient 4 as applications use it, by both of its APIs. Compiled against 4.5; what 4.3
 * (and 4.0, for the old API) lack is not used, or replaced where it is missing.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.app.apache4;
