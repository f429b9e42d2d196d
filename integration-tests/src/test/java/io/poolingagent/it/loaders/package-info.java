/** Class loaders: web applications, OSGi, JBoss Modules, the module path. */
@NullMarked
package io.poolingagent.it.loaders;

import org.jspecify.annotations.NullMarked;
