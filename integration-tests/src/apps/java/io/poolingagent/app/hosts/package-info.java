/** A web application, for application servers of real distributions. */
@NullMarked
package io.poolingagent.app.hosts;

import org.jspecify.annotations.NullMarked;
