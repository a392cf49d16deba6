# The command in a container: docker build -t unspin . && docker run --rm -i unspin < spun.txt
FROM rust:1.89-slim-bookworm AS build
WORKDIR /build
COPY Cargo.toml Cargo.lock build.rs ./
COPY train train
COPY dictionaries dictionaries
COPY src src
RUN cargo build --release --locked --bin unspin

FROM debian:bookworm-slim
COPY --from=build /build/target/release/unspin /usr/local/bin/unspin
COPY LICENSE-APACHE LICENSE-MIT /usr/local/share/doc/unspin/
USER 65534:65534
WORKDIR /data
ENTRYPOINT ["unspin"]
