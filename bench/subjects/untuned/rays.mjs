// Methods of small objects that are made and dropped: rays that are traced through a scene of spheres and planes.

class Vector {
  constructor(x, y, z) {
    this.x = x;
    this.y = y;
    this.z = z;
  }

  plus(other) {
    return new Vector(this.x + other.x, this.y + other.y, this.z + other.z);
  }

  minus(other) {
    return new Vector(this.x - other.x, this.y - other.y, this.z - other.z);
  }

  times(factor) {
    return new Vector(this.x * factor, this.y * factor, this.z * factor);
  }

  dot(other) {
    return this.x * other.x + this.y * other.y + this.z * other.z;
  }

  get length() {
    return Math.sqrt(this.dot(this));
  }

  unit() {
    return this.times(1 / this.length);
  }
}

class Sphere {
  constructor(centre, radius) {
    this.centre = centre;
    this.radius = radius;
  }

  distance(from, direction) {
    const between = this.centre.minus(from);
    const along = between.dot(direction);
    const within = this.radius ** 2 - between.dot(between) + along ** 2;
    return within < 0 ? Infinity : along - Math.sqrt(within);
  }

  normal(point) {
    return point.minus(this.centre).unit();
  }
}

class Floor {
  distance(from, direction) {
    return direction.y < 0 ? -from.y / direction.y : Infinity;
  }

  normal() {
    return new Vector(0, 1, 0);
  }
}

const light = new Vector(1, 2, -1).unit();
const scene = [new Floor()];
for (let ball = 0; ball < 12; ball++)
  scene.push(new Sphere(new Vector(ball % 4, 1 + (ball % 3), 5 + ball), 0.7));

function nearest(from, direction) {
  let best = null;
  let least = Infinity;
  for (const body of scene) {
    const distance = body.distance(from, direction);
    if (distance <= 1e-4 || distance >= least) continue;
    least = distance;
    best = body;
  }
  return { body: best, distance: least };
}

function shade(from, direction, bounces) {
  const { body, distance } = nearest(from, direction);
  if (body === null) return 0.2;
  const point = from.plus(direction.times(distance));
  const normal = body.normal(point);
  const lit = Math.max(0, normal.dot(light));
  if (bounces === 0) return lit;
  const reflected = direction.minus(normal.times(2 * normal.dot(direction)));
  return 0.7 * lit + 0.3 * shade(point, reflected, bounces - 1);
}

export function run() {
  const eye = new Vector(1.5, 2, -3);
  let sum = 0;
  for (let row = 0; row < 60; row++) {
    for (let column = 0; column < 60; column++) {
      const direction = new Vector(column / 30 - 1, 1 - row / 30, 2).unit();
      sum += shade(eye, direction, 2);
    }
  }
  return sum.toFixed(6);
}
