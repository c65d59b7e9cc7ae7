FROM node:20-bookworm-slim AS dashboard
WORKDIR /src
COPY web/package.json web/package-lock.json web/.npmrc web/
RUN cd web && npm ci
COPY . .
RUN cd web && npm run build

FROM golang:1.26-bookworm AS binary
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=dashboard /src/web/dist web/dist
# The last stage holds nothing but this program, so it brings its own time zones.
RUN CGO_ENABLED=0 go build -trimpath -tags timetzdata -o /growthmap ./cmd/growthmap

FROM scratch AS service
COPY --from=binary /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=binary /growthmap /growthmap
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/growthmap"]
CMD ["serve", "--listen", "0.0.0.0:8080"]
