package io.poolingagent.tls;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.Http;
import io.poolingagent.pool.Garbage;
import io.poolingagent.pool.PoolKey;
import io.poolingagent.weave.FieldsByCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TlsIdentitiesTest {
  private static final char[] PASSWORD = "secret-password".toCharArray();

  /** The JDK brings more than a hundred certificates. */
  private static List<X509Certificate> certificates;

  private static List<KeyPair> keys;

  private final TlsIdentities tls = new TlsIdentities(new FieldsByCode());

  @BeforeAll
  static void material() throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null);
    certificates = List.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers());
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    keys = List.of(generator.generateKeyPair(), generator.generateKeyPair());
  }

  // ---- made anew each time, as per-request code does

  private static KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** A fresh parse of the certificate, as from a file. */
  private static X509Certificate certificate(int n) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificates.get(n).getEncoded()));
  }

  private static TrustManager[] trusting(int... numbers) throws Exception {
    KeyStore store = store();
    for (int n : numbers) {
      store.setCertificateEntry("c" + n, certificate(n));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static TrustManager[] trusting(Consumer<PKIXBuilderParameters> change) throws Exception {
    KeyStore store = store();
    store.setCertificateEntry("c", certificate(0));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
    change.accept(parameters);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return factory.getTrustManagers();
  }

  private static KeyManager[] key(String alias, int key, int... chain) throws Exception {
    return key("SunX509", alias, key, chain);
  }

  private static KeyManager[] key(String algorithm, String alias, int key, int... chain)
      throws Exception {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    X509Certificate[] certificates = new X509Certificate[chain.length];
    for (int i = 0; i < chain.length; i++) {
      certificates[i] = certificate(chain[i]);
    }
    // The store does not look whether they belong together.
    PrivateKey copy =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(keys.get(key).getPrivate().getEncoded()));
    store.setKeyEntry(alias, copy, PASSWORD, certificates);
    KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
      throws Exception {
    return context("TLS", keys, trust, null);
  }

  private static SSLContext context(
      String protocol,
      KeyManager @Nullable [] keys,
      TrustManager @Nullable [] trust,
      @Nullable SecureRandom random)
      throws Exception {
    SSLContext context = SSLContext.getInstance(protocol);
    context.init(keys, trust, random);
    return context;
  }

  private void assertEqual(SSLContext one, SSLContext other) {
    assertThat(tls.of(one)).isEqualTo(tls.of(other)).hasSameHashCodeAs(tls.of(other));
    assertThat(tls.of(one).weak()).isEqualTo(tls.of(other));
    assertThat(tls.of(one.getSocketFactory())).isEqualTo(tls.of(other.getSocketFactory()));
  }

  private void assertDifferent(SSLContext one, SSLContext other) {
    assertThat(tls.of(one)).isNotEqualTo(tls.of(other));
    assertThat(tls.of(one.getSocketFactory())).isNotEqualTo(tls.of(other.getSocketFactory()));
    assertEqual(one, one); // identity at least
    assertEqual(other, other);
  }

  // ---- trust managers of the JDK

  @Test
  void contextsThatTrustTheSameCertificateAreEqual() throws Exception {
    assertEqual(context(null, trusting(0)), context(null, trusting(0)));
    assertEqual(context(null, trusting(0, 1)), context(null, trusting(1, 0)));
    assertEqual(context(null, null), context(null, null));
  }

  @Test
  void oneCertificateMoreOrLessOrAnotherOneMakesThemDifferent() throws Exception {
    assertDifferent(context(null, trusting(0)), context(null, trusting(1)));
    assertDifferent(context(null, trusting(0)), context(null, trusting(0, 1)));
    assertDifferent(context(null, trusting(0)), context(null, trusting()));
    assertDifferent(context(null, trusting(0)), context(null, null));
    assertDifferent(context(null, null), context(null, new TrustManager[0]));
  }

  @Test
  void manyAnchorsAreComparedAsWell() throws Exception {
    int[] many = new int[40];
    Arrays.setAll(many, n -> n);
    int[] fewer = Arrays.copyOf(many, 39);
    assertEqual(context(null, trusting(many)), context(null, trusting(many)));
    assertDifferent(context(null, trusting(many)), context(null, trusting(fewer)));
  }

  /** Its class may answer what it likes, however its bytes are. */
  @Test
  void anAnchorOfAnotherClassIsNotTheSameThoughEqual() throws Exception {
    X509Certificate lookalike =
        new ByteBuddy()
            .subclass(X509Certificate.class)
            .method(isAbstract())
            .intercept(
                MethodCall.invokeSelf()
                    .on(certificate(0), X509Certificate.class)
                    .withAllArguments())
            .make()
            .load(null, ClassLoadingStrategy.Default.WRAPPER)
            .getLoaded()
            .getDeclaredConstructor()
            .newInstance();
    assertThat(certificate(0)).isEqualTo(lookalike);
    SSLContext context = context(null, trusting(0));
    assertEqual(context, context(null, trusting(0)));
    KeyStore store = store();
    store.setCertificateEntry("c0", lookalike);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    assertDifferent(context, context(null, factory.getTrustManagers()));
  }

  @Test
  void whomTheValidatorTrustsDependsOnItsKind() throws Exception {
    KeyStore store = store();
    store.setCertificateEntry("c0", certificate(0));
    TrustManagerFactory simple = TrustManagerFactory.getInstance("SunX509");
    simple.init(store);
    assertDifferent(context(null, trusting(0)), context(null, simple.getTrustManagers()));
  }

  @Test
  void pathParametersCount() throws Exception {
    SSLContext plain = context(null, trusting(p -> p.setRevocationEnabled(false)));
    assertEqual(plain, context(null, trusting(p -> p.setRevocationEnabled(false))));
    assertDifferent(plain, context(null, trusting(0)));
    List<Consumer<PKIXBuilderParameters>> changes =
        List.of(
            p -> p.setRevocationEnabled(true),
            p -> p.setMaxPathLength(1),
            p -> p.setDate(new java.util.Date(0)),
            p -> p.setExplicitPolicyRequired(true),
            p -> p.setAnyPolicyInhibited(true),
            p -> p.setPolicyMappingInhibited(true),
            p -> p.setPolicyQualifiersRejected(false),
            p -> p.setInitialPolicies(Set.of("1.2.3")),
            p -> p.setSigProvider("SUN"));
    for (Consumer<PKIXBuilderParameters> change : changes) {
      Consumer<PKIXBuilderParameters> both = p -> p.setRevocationEnabled(false);
      SSLContext changed = context(null, trusting(both.andThen(change)));
      assertDifferent(plain, changed);
      assertEqual(changed, context(null, trusting(both.andThen(change))));
    }
  }

  private static Consumer<PKIXBuilderParameters> revocation(
      PKIXRevocationChecker.Option... options) {
    return parameters -> {
      try {
        PKIXRevocationChecker checker =
            (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(options.length == 0 ? Set.of() : EnumSet.copyOf(Arrays.asList(options)));
        parameters.addCertPathChecker(checker);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  @Test
  void howRevocationIsCheckedCounts() throws Exception {
    SSLContext soft = context(null, trusting(revocation(PKIXRevocationChecker.Option.SOFT_FAIL)));
    assertEqual(soft, context(null, trusting(revocation(PKIXRevocationChecker.Option.SOFT_FAIL))));
    assertDifferent(soft, context(null, trusting(revocation())));
    assertDifferent(soft, context(null, trusting(p -> {})));
  }

  @Test
  void parametersThatCannotBeComparedAreEqualToThemselvesOnly() throws Exception {
    Consumer<PKIXBuilderParameters> selective =
        p -> {
          X509CertSelector selector = new X509CertSelector();
          selector.setBasicConstraints(3);
          p.setTargetCertConstraints(selector);
        };
    assertDifferent(context(null, trusting(selective)), context(null, trusting(selective)));
  }

  // ---- key managers of the JDK

  @Test
  void contextsWithTheSameKeyAreEqual() throws Exception {
    assertEqual(context(key("a", 0, 5, 6), null), context(key("a", 0, 5, 6), null));
    assertDifferent(context(key("a", 0, 5, 6), null), context(null, null));
  }

  @Test
  void anotherKeyChainOrAliasMakesThemDifferent() throws Exception {
    SSLContext one = context(key("a", 0, 5, 6), null);
    assertDifferent(one, context(key("a", 1, 5, 6), null));
    assertDifferent(one, context(key("a", 0, 5, 7), null));
    assertDifferent(one, context(key("a", 0, 5), null));
    assertDifferent(one, context(key("b", 0, 5, 6), null));
  }

  @Test
  void keysThatAreLookedUpInAStoreWhichMayChangeAreEqualToThemselvesOnly() throws Exception {
    assertDifferent(
        context(key("NewSunX509", "a", 0, 5), null), context(key("NewSunX509", "a", 0, 5), null));
  }

  @Test
  void nothingOfASecretIsKeptOrPrinted() throws Exception {
    SSLContext context =
        context(key("a", 0, 5), new TrustManager[] {new Pinned("a-secret-in-a-field")});
    PoolKey content = tls.of(context);
    assertThat(content.toString())
        .contains("key=***")
        .doesNotContain("a-secret-in-a-field")
        .hasSizeLessThan(2_000); // no certificate is printed
    PrivateKey key = ((X509KeyManager) key("a", 0, 5)[0]).getPrivateKey("a");
    assertThat(reachable(content.weak())).doesNotContain(key).doesNotContain("a-secret-in-a-field");
  }

  private static Set<Object> reachable(Object root) throws IllegalAccessException {
    Set<Object> seen = new HashSet<>();
    List<Object> left = new ArrayList<>(List.of(root));
    while (!left.isEmpty()) {
      Object object = left.remove(left.size() - 1);
      if (object instanceof Object[] array) {
        Arrays.stream(array).filter(e -> e != null).forEach(left::add);
      } else if (seen.add(object) && object.getClass().getName().startsWith("io.poolingagent.")) {
        for (var field : object.getClass().getDeclaredFields()) {
          if (!java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
            field.setAccessible(true);
            if (field.get(object) != null) {
              left.add(field.get(object));
            }
          }
        }
      }
    }
    return seen;
  }

  // ---- managers of the application

  private abstract static class Trust implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final class Everything extends Trust {}

  private static final class EverythingElse extends Trust {}

  @SuppressWarnings({"unused", "UnusedVariable"})
  private static final class Pinned extends Trust {
    final String pin;

    Pinned(String pin) {
      this.pin = pin;
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable"})
  private static final class Delegating extends Trust {
    final TrustManager delegate;
    final @Nullable X509Certificate extra;
    final int depth;

    Delegating(TrustManager delegate, @Nullable X509Certificate extra, int depth) {
      this.delegate = delegate;
      this.extra = extra;
      this.depth = depth;
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable", "FieldMayBeFinal", "FieldCanBeFinal"})
  private static final class Mutable extends Trust {
    private boolean strict;

    Mutable(boolean strict) {
      this.strict = strict;
    }

    void relax() {
      strict = false;
    }
  }

  /** As most are written: not declared final, and never changed. */
  @SuppressWarnings({"unused", "UnusedVariable", "FieldMayBeFinal", "FieldCanBeFinal"})
  private static final class SetInConstructor extends Trust {
    private String pinned;

    SetInConstructor(String pinned) {
      this.pinned = pinned;
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable", "FieldMayBeFinal", "FieldCanBeFinal"})
  private static final class SetByNeighbour extends Trust {
    private int written;

    SetByNeighbour(int written) {
      this.written = written;
    }
  }

  private static void write(SetByNeighbour neighbour) {
    neighbour.written = 2;
  }

  @SuppressWarnings({"unused", "UnusedVariable", "FieldMayBeFinal", "FieldCanBeFinal"})
  private static final class SetByAnotherOne extends Trust {
    private int taken;

    SetByAnotherOne(int taken, @Nullable SetByAnotherOne from) {
      this.taken = taken;
      if (from != null) {
        from.taken = 0;
      }
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable", "FieldMayBeFinal", "FieldCanBeFinal"})
  private static final class SetByLambda extends Trust {
    private int later;
    private final Runnable writer;

    SetByLambda(int later) {
      this.later = later;
      this.writer = () -> this.later++;
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable", "FieldMayBeFinal", "FieldCanBeFinal"})
  private static final class SetByName extends Trust {
    private int named;

    SetByName(int named) {
      this.named = named;
    }

    void set(int value) throws ReflectiveOperationException {
      SetByName.class.getDeclaredField("named").setInt(this, value);
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable", "FieldMayBeFinal", "FieldCanBeFinal"})
  private static final class SetByAnybody extends Trust {
    protected int open;

    SetByAnybody(int open) {
      this.open = open;
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable", "FieldMayBeFinal", "FieldCanBeFinal"})
  private static final class SetByUpdater extends Trust {
    private volatile int updated;

    SetByUpdater(int updated) {
      this.updated = updated;
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable", "FieldMayBeFinal", "FieldCanBeFinal"})
  private static final class SetBySibling extends Trust {
    private int shared;

    SetBySibling(int shared) {
      this.shared = shared;
    }
  }

  private static final class Sibling {
    static void write(SetBySibling sibling) {
      sibling.shared = 2;
    }
  }

  @Test
  void whatTheConstructorPutsThereAndNobodyChangesIsCompared() {
    assertThat(tls.of(new SetInConstructor("a")))
        .isEqualTo(tls.of(new SetInConstructor("a")))
        .isNotEqualTo(tls.of(new SetInConstructor("b")));
    write(new SetByNeighbour(1));
    Sibling.write(new SetBySibling(1));
    for (Supplier<TrustManager> changing :
        List.<Supplier<TrustManager>>of(
            () -> new Mutable(true),
            () -> new SetByNeighbour(1),
            () -> new SetByAnotherOne(1, null),
            () -> new SetByLambda(1),
            () -> new SetByName(1),
            () -> new SetByAnybody(1),
            () -> new SetByUpdater(1),
            () -> new SetBySibling(1))) {
      TrustManager one = changing.get();
      assertThat(tls.of(one)).as(one.getClass().getName()).isNotEqualTo(tls.of(changing.get()));
      assertThat(tls.of(one)).isEqualTo(tls.of(one));
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable"})
  private static final class Holding extends Trust {
    final Object held;

    Holding(Object held) {
      this.held = held;
    }
  }

  private SSLContext trustedBy(TrustManager manager) throws Exception {
    return context(null, new TrustManager[] {manager});
  }

  @Test
  void classesWithoutStateAreEqualByClass() throws Exception {
    assertEqual(trustedBy(new Everything()), trustedBy(new Everything()));
    assertDifferent(trustedBy(new Everything()), trustedBy(new EverythingElse()));
  }

  @Test
  void whoVerifiesNeverEqualsWhoDoesNot() throws Exception {
    for (TrustManager[] strict :
        List.of(trusting(0), trusting(0, 1), trusting(p -> {}), new TrustManager[0])) {
      assertDifferent(context(null, strict), trustedBy(new Everything()));
    }
    assertDifferent(context(null, null), trustedBy(new Everything()));
    HostnameVerifier lax = (host, session) -> true;
    assertThat(tls.of(lax)).isNotEqualTo(tls.of((HostnameVerifier) null));
    assertThat(tls.of(lax)).isNotEqualTo(tls.of(new StrictVerifier("a")));
  }

  @Test
  void finalFieldsAreComparedAllTheWayDown() throws Exception {
    assertEqual(trustedBy(new Pinned("a")), trustedBy(new Pinned(new String("a"))));
    assertDifferent(trustedBy(new Pinned("a")), trustedBy(new Pinned("b")));
    assertEqual(
        trustedBy(new Delegating(trusting(0)[0], certificate(3), 1)),
        trustedBy(new Delegating(trusting(0)[0], certificate(3), 1)));
    SSLContext one = trustedBy(new Delegating(trusting(0)[0], certificate(3), 1));
    assertDifferent(one, trustedBy(new Delegating(trusting(1)[0], certificate(3), 1)));
    assertDifferent(one, trustedBy(new Delegating(trusting(0)[0], certificate(4), 1)));
    assertDifferent(one, trustedBy(new Delegating(trusting(0)[0], certificate(3), 2)));
    assertDifferent(one, trustedBy(new Delegating(trusting(0)[0], null, 1)));
  }

  @Test
  void whatCanChangeIsEqualToItselfOnly() throws Exception {
    assertDifferent(trustedBy(new Mutable(true)), trustedBy(new Mutable(true)));
    for (Object changing :
        List.of(new int[] {1}, new ArrayList<>(), new HashSet<>(), new StringBuilder(), keys)) {
      assertEqual(trustedBy(new Holding(changing)), trustedBy(new Holding(changing)));
    }
    assertDifferent(trustedBy(new Holding(new int[] {1})), trustedBy(new Holding(new int[] {1})));
    assertDifferent(
        trustedBy(new Holding(new ArrayList<>())), trustedBy(new Holding(new ArrayList<>())));
    assertDifferent(
        trustedBy(new Holding(new Mutable(true))), trustedBy(new Holding(new Mutable(true))));
  }

  @Test
  void listsOfTrustManagersWhoseCodeWasReadAreComparedByTheirElements() throws Exception {
    assertEqual(
        trustedBy(Http.trusting(new Holding("a"))), trustedBy(Http.trusting(new Holding("a"))));
    assertDifferent(
        trustedBy(Http.trusting(new Holding("a"))), trustedBy(Http.trusting(new Holding("b"))));
    assertDifferent(
        trustedBy(Http.trusting(new Holding("a"))),
        trustedBy(Http.trusting(new Holding("a"), new Holding("a"))));
    assertDifferent(
        trustedBy(Http.trusting(new Mutable(true))), trustedBy(Http.trusting(new Mutable(true))));
  }

  @Test
  void collectionsThatNeverChangeAreComparedByTheirElements() throws Exception {
    assertEqual(
        trustedBy(new Holding(List.of("a", "b", 3))), trustedBy(new Holding(List.of("a", "b", 3))));
    assertDifferent(
        trustedBy(new Holding(List.of("a", "b", 3))), trustedBy(new Holding(List.of("a", "b", 4))));
    assertDifferent(
        trustedBy(new Holding(List.of(new Mutable(true)))),
        trustedBy(new Holding(List.of(new Mutable(true)))));
  }

  @Test
  void anObjectThatHoldsItselfIsNoTrap() throws Exception {
    assertDifferent(trustedBy(new Endless()), trustedBy(new Endless()));
  }

  @SuppressWarnings({"unused", "UnusedVariable"})
  private static final class Endless extends Trust {
    final Endless self = this;
    final Object[] many = {};
  }

  private String name = "outer";

  private TrustManager anonymousThatLooksOut() {
    return new Trust() {
      @Override
      public X509Certificate[] getAcceptedIssuers() {
        assertThat(name).isNotNull();
        return new X509Certificate[0];
      }
    };
  }

  /** The compiler of JDK 17 gives it a reference to this test all the same. */
  private TrustManager anonymousThatLooksAtNothing() {
    return new Trust() {};
  }

  @Test
  void theEnclosingInstanceCountsOnlyIfItIsLookedAt() throws Exception {
    TlsIdentitiesTest another = new TlsIdentitiesTest();
    another.name = "another";
    assertThat(anonymousThatLooksAtNothing().getClass().getDeclaredFields()).hasSize(1);
    assertEqual(
        trustedBy(anonymousThatLooksAtNothing()), trustedBy(another.anonymousThatLooksAtNothing()));
    assertDifferent(trustedBy(anonymousThatLooksOut()), trustedBy(another.anonymousThatLooksOut()));
    assertEqual(trustedBy(anonymousThatLooksOut()), trustedBy(anonymousThatLooksOut()));
  }

  /** Chooses by the thread, though it has no field. */
  private static class OfTheThread implements X509KeyManager {
    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return Thread.currentThread().getName();
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return "";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[0];
    }

    @Override
    @SuppressWarnings("NullAway")
    public PrivateKey getPrivateKey(String alias) {
      return null;
    }
  }

  @Test
  void aKeyManagerOfTheApplicationIsEqualToItselfOnly() throws Exception {
    KeyManager one = new OfTheThread();
    assertEqual(context(new KeyManager[] {one}, null), context(new KeyManager[] {one}, null));
    assertDifferent(
        context(new KeyManager[] {one}, null), context(new KeyManager[] {new OfTheThread()}, null));
  }

  // ---- contexts

  @Test
  void protocolRandomAndSessionSettingsCount() throws Exception {
    SSLContext plain = context(null, trusting(0));
    assertDifferent(plain, context("TLSv1.2", null, trusting(0), null));
    assertEqual(plain, context("TLS", null, trusting(0), new SecureRandom()));
    assertDifferent(plain, context("TLS", null, trusting(0), new SecureRandom() {}));
    SSLContext shortSessions = context(null, trusting(0));
    shortSessions.getClientSessionContext().setSessionTimeout(7);
    assertDifferent(plain, shortSessions);
    SSLContext fewSessions = context(null, trusting(0));
    fewSessions.getClientSessionContext().setSessionCacheSize(7);
    assertDifferent(plain, fewSessions);
  }

  @Test
  void aSecondInitCounts() throws Exception {
    SSLContext one = context(null, trusting(0));
    SSLContext other = context(null, trusting(0));
    SSLSocketFactory factory = one.getSocketFactory();
    PoolKey before = tls.of(factory);
    assertEqual(one, other);
    one.init(null, new TrustManager[] {new Everything()}, null);
    assertDifferent(one, other);
    assertThat(tls.of(factory)).isNotEqualTo(before);
  }

  @Test
  void aChangeOfTheContextThatWasLookedAtLastCounts() throws Exception {
    SSLContext context = context(null, trusting(0));
    PoolKey before = tls.of(context);
    assertThat(tls.of(context)).isEqualTo(before);
    context.getClientSessionContext().setSessionTimeout(7);
    PoolKey after = tls.of(context);
    assertThat(after).isNotEqualTo(before);
    context.getClientSessionContext().setSessionCacheSize(7);
    assertThat(tls.of(context)).isNotEqualTo(after);
    PoolKey cached = tls.of(context);
    context.init(null, trusting(1), null);
    assertThat(tls.of(context)).isNotEqualTo(cached);
  }

  @Test
  void aContextWithinATrustManagerCountsThoughTheManagerIsTheSame() throws Exception {
    SSLContext inner = context(null, trusting(0));
    SSLContext context = context(null, new TrustManager[] {new AsAnother(inner)});
    PoolKey before = tls.of(context);
    assertThat(tls.of(context)).isEqualTo(before);
    inner.init(null, trusting(1), null);
    assertThat(tls.of(context)).isNotEqualTo(before);
  }

  private static final class AsAnother extends Trust {
    @SuppressWarnings("unused")
    private final SSLContext another;

    AsAnother(SSLContext another) {
      this.another = another;
    }
  }

  @Test
  void aSealedContextIsEqualAndStaysSo() throws Exception {
    SSLContext one = context(key("a", 0, 5), trusting(0));
    SSLContext other = context(key("a", 0, 5), trusting(0));
    SSLContext sealed = tls.sealed(one);
    SSLSocketFactory factory = tls.sealed(one.getSocketFactory());
    one.init(null, new TrustManager[] {new Everything()}, null);
    assertThat(tls.of(sealed)).isEqualTo(tls.of(other));
    assertThat(tls.of(factory)).isEqualTo(tls.of(other));
    assertThat(sealed).isNotSameAs(one);
    assertThat(tls.sealed(SSLContext.getDefault())).isSameAs(SSLContext.getDefault());
  }

  @Test
  void allProtocolsCanBeSealed() throws Exception {
    for (String protocol : List.of("TLS", "SSL", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")) {
      SSLContext context = context(protocol, null, trusting(0), null);
      assertThat(tls.of(tls.sealed(context))).isEqualTo(tls.of(context));
    }
  }

  @Test
  void theDefaultContextIsItselfAndNoOther() throws Exception {
    SSLContext before = SSLContext.getDefault();
    assertEqual(before, SSLContext.getDefault());
    SSLContext own = context(null, trusting(0));
    try {
      SSLContext.setDefault(own);
      assertThat(tls.of(SSLContext.getDefault())).isEqualTo(tls.of(context(null, trusting(0))));
    } finally {
      SSLContext.setDefault(before);
    }
  }

  @Test
  void aContextThatIsNotReadyIsEqualToItselfOnly() throws Exception {
    SSLContext one = SSLContext.getInstance("TLS");
    assertThat(tls.of(one)).isEqualTo(tls.of(one));
    assertThat(tls.of(one)).isNotEqualTo(tls.of(SSLContext.getInstance("TLS")));
  }

  @Test
  void aContextOfAnotherMakeIsEqualToItselfOnly() throws Exception {
    SSLContext inner = context(null, trusting(0));
    SSLContext one = new Foreign(inner);
    assertThat(tls.of(one)).isEqualTo(tls.of(one)).isNotEqualTo(tls.of(new Foreign(inner)));
    assertThat(tls.sealed(one)).isSameAs(one);
  }

  private static final class Foreign extends SSLContext {
    Foreign(SSLContext inner) {
      super(new ForeignSpi(inner), inner.getProvider(), "TLS");
    }
  }

  private static final class ForeignSpi extends SSLContextSpi {
    private final SSLContext inner;

    ForeignSpi(SSLContext inner) {
      this.inner = inner;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {}

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return inner.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return inner.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return inner.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return inner.createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return inner.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return inner.getClientSessionContext();
    }
  }

  // ---- factories and verifiers

  @Test
  void aFactoryAroundAFactoryIsComparedByBoth() throws Exception {
    SSLSocketFactory one = new Tls12Only(context(null, trusting(0)).getSocketFactory());
    assertThat(tls.of(one))
        .isEqualTo(tls.of(new Tls12Only(context(null, trusting(0)).getSocketFactory())))
        .isNotEqualTo(tls.of(new Tls12Only(context(null, trusting(1)).getSocketFactory())))
        .isNotEqualTo(tls.of(context(null, trusting(0)).getSocketFactory()));
    assertThatThrownBy(() -> tls.sealed(one)).isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void aFactoryThatGoesByMoreThanItsFieldsIsItselfOnly() throws Exception {
    SSLSocketFactory inner = context(null, trusting(0)).getSocketFactory();
    assertThat(tls.of(new OfTenant(inner)))
        .as("by a static")
        .isNotEqualTo(tls.of(new OfTenant(inner)));
    assertThat(tls.of(new OfThread(inner)))
        .as("by the thread")
        .isNotEqualTo(tls.of(new OfThread(inner)));
    assertThat(tls.of(new OfDefault(inner)))
        .as("by the JVM's default, which may be replaced")
        .isNotEqualTo(tls.of(new OfDefault(inner)));
    assertThat(tls.of(new Chosen(TlsIdentitiesTest::tenants)))
        .as("by code of others")
        .isNotEqualTo(tls.of(new Chosen(TlsIdentitiesTest::tenants)));
    OfTenant same = new OfTenant(inner);
    assertThat(tls.of(same)).isEqualTo(tls.of(same));
    assertThat(tls.of(Strict.ofTenant())).isEqualTo(tls.of(Strict.ofTenant()));
  }

  private static SSLSocketFactory tenant = (SSLSocketFactory) SSLSocketFactory.getDefault();

  private static SSLSocketFactory tenants() {
    return tenant;
  }

  private static final class OfTenant extends Tls12Only {
    OfTenant(SSLSocketFactory inner) {
      super(inner);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return tenant.createSocket(host, port);
    }
  }

  private static final class OfDefault extends Tls12Only {
    OfDefault(SSLSocketFactory inner) {
      super(inner);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return SSLSocketFactory.getDefault().createSocket(host, port);
    }
  }

  private static final class OfThread extends Tls12Only {
    OfThread(SSLSocketFactory inner) {
      super(inner);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return super.createSocket(Thread.currentThread().getName(), port);
    }
  }

  private static final class Chosen extends Tls12Only {
    private final Supplier<SSLSocketFactory> supplier;

    Chosen(Supplier<SSLSocketFactory> supplier) {
      super(supplier.get());
      this.supplier = supplier;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return supplier.get().createSocket(host, port);
    }
  }

  /** As they are published by the dozen. */
  private static final class Strict extends Tls12Only {
    private static final String[] PROTOCOLS = {"TLSv1.2"};

    /** Whatever it goes by: what it comes to is in a field. */
    static Strict ofTenant() {
      return new Strict(tenants());
    }

    Strict(SSLSocketFactory inner) {
      super(inner);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return strict(super.createSocket(host, port), "to " + host);
    }

    private static Socket strict(Socket socket, String unused) {
      if (socket instanceof SSLSocket tlsSocket) {
        tlsSocket.setEnabledProtocols(PROTOCOLS);
      }
      return socket;
    }
  }

  /** As applications wrap a factory to choose protocols. */
  private static class Tls12Only extends SSLSocketFactory {
    private final SSLSocketFactory inner;

    Tls12Only(SSLSocketFactory inner) {
      this.inner = inner;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return inner.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return inner.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean close)
        throws IOException {
      return inner.createSocket(socket, host, port, close);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return inner.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return inner.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return inner.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return inner.createSocket(host, port, local, localPort);
    }
  }

  private record StrictVerifier(String host) implements HostnameVerifier {
    @Override
    public boolean verify(String actual, SSLSession session) {
      return actual.equals(host);
    }
  }

  private static HostnameVerifier only(String host) {
    return (actual, session) -> actual.equals(host);
  }

  @Test
  void verifiersAreComparedByWhatTheyCaptured() {
    assertThat(tls.of(only("a"))).isEqualTo(tls.of(only("a"))).isNotEqualTo(tls.of(only("b")));
    assertThat(tls.of(new StrictVerifier("a")))
        .isEqualTo(tls.of(new StrictVerifier("a")))
        .isNotEqualTo(tls.of(new StrictVerifier("b")))
        .isNotEqualTo(tls.of(only("a")));
    List<String> hosts = new ArrayList<>();
    HostnameVerifier changing = (actual, session) -> hosts.contains(actual);
    assertThat(tls.of(changing)).isEqualTo(tls.of(changing));
  }

  // ---- explanations, and nothing is held

  @Test
  void theKeySaysWhatKeptTwoApart() throws Exception {
    PoolKey one =
        PoolKey.builder("x").key("sslContext", tls.of(trustedBy(new Mutable(true)))).build();
    PoolKey other =
        PoolKey.builder("x").key("sslContext", tls.of(trustedBy(new Mutable(true)))).build();
    assertThat(one.differences(other))
        .containsExactly(
            "sslContext.trust." + Mutable.class.getName() + " (its field strict may change)");
    assertThat(
            PoolKey.builder("x")
                .key("sslContext", tls.of(context(null, trusting(0))))
                .build()
                .differences(
                    PoolKey.builder("x")
                        .key("sslContext", tls.of(context(null, trusting(1))))
                        .build()))
        .containsExactly("sslContext.trust.anchors");
  }

  @Test
  void contextsAreNotHeld() throws Exception {
    SSLContext context = context(key("a", 0, 5), null);
    PoolKey kept = tls.of(context).weak();
    WeakReference<Object> manager = new WeakReference<>(key("a", 0, 5)[0]);
    tls.of((KeyManager) manager.get());
    WeakReference<SSLContext> reference = new WeakReference<>(context);
    context = null;
    Garbage.awaitCollected(() -> reference.get() == null && manager.get() == null);
    assertThat(kept.isLive()).isTrue(); // it is of values and classes, which live on
  }
}
