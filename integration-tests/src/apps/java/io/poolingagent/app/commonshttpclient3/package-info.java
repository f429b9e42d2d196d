/** Commons HttpClient 3 as an application uses it. */
@NullMarked
package io.poolingagent.app.commonshttpclient3;

import org.jspecify.annotations.NullMarked;
