import { priceOf } from '../../prices';

export async function GET(request: Request): Promise<Response> {
  const paper = new URL(request.url).searchParams.get('paper') ?? '';
  return Response.json({ price: priceOf(paper) });
}
