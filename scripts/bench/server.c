// The server that generators are measured against: it answers each read with the same bytes, and costs little more than
// the kernel does. The number of answers stands in the first 8 bytes of the file that is its argument.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static const char answer[] =
    "HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, world!";

static void accept_all(int listener, int epoll) {
  int socket, one = 1;
  while ((socket = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
    epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
  }
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  signal(SIGPIPE, SIG_IGN);
  int file = open(arguments[1], O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, 8)) return 1;
  volatile uint64_t *answers = mmap(0, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (void *)&address, size) || listen(listener, 4096)) return 1;
  getsockname(listener, (void *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  int epoll = epoll_create1(0);
  struct epoll_event own = {.events = EPOLLIN, .data.fd = listener}, events[512];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &own);
  static char bytes[65536];
  for (;;) {
    int ready = epoll_wait(epoll, events, 512, -1);
    for (int each = 0; each < ready; each++) {
      int socket = events[each].data.fd;
      if (socket == listener) {
        accept_all(listener, epoll);
        continue;
      }
      ssize_t length = read(socket, bytes, sizeof bytes);
      if (length < 0 && errno == EAGAIN) continue;
      if (length <= 0 || write(socket, answer, sizeof answer - 1) < 0) close(socket);
      else ++*answers;
    }
  }
}
