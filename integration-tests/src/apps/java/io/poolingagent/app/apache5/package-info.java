/**
 * Apache HttpClient 5, classic, as applications use it. Compiled against 5.0; what that lacks is
 * reached only by experiments for later versions.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.app.apache5;
