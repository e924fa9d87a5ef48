//! Takes every request in, body and all, and answers 204: what the same server costs that keeps nothing. Prints its address.

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::io::Result<()> {
    Runtime::new()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}/", listener.local_addr()?);
        let heard = async |_: Bytes| StatusCode::NO_CONTENT;
        axum::serve(listener, Router::new().fallback(heard)).await
    })
}
