/** Programs that run out of stack and catch it. */
export const overflow = {
  'in functions': `
    let depth = 0; function down() { depth++; return down() + 1 } try { down() } catch (error) { log(error instanceof RangeError) } log(depth > 100); function after() { log('after') } after();
  `,
  'in methods with finally': `
    const mutual = { a(n) { return this.b(n + 1) }, b(n) { try { return this.a(n + 1) } finally { n-- } } }; try { mutual.a(0) } catch (error) { log(error.name) } log(typeof mutual.a);
  `,
  'in getters': `
    class R { get x() { return this.x } } try { new R().x } catch (error) { log(error.name) }
  `,
  'in generators that delegate': `
    function* g() { yield* g() } try { [...g()] } catch (error) { log(error.name) }
  `,
};
