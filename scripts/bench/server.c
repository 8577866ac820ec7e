// The server that generators are measured against: it answers each read with the same bytes, and costs little more than
// the kernel does. Connections are closed where that is asked for.
//
//   server FILE [TIMES [STALL EVERY]]
//
// The number of answers stands in the first 8 bytes of the file. Behind it are the moments at which the first TIMES
// requests were read, in nanoseconds of the monotonic clock. With STALL, the server stands still for so many
// milliseconds in every EVERY, at the end of each, counted from the first request.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char answer[] =
    "HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, world!";

static const char last_answer[] =
    "HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 13\r\n\r\n"
    "Hello, world!";

static void accept_all(int listener, int epoll) {
  int socket, one = 1;
  while ((socket = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
    epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
  }
}

static uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000ull + now.tv_nsec;
}

static void stall(uint64_t first_ns, uint64_t stall_ns, uint64_t every_ns) {
  uint64_t within_ns = (now_ns() - first_ns) % every_ns;
  if (within_ns < every_ns - stall_ns) return;
  uint64_t left_ns = every_ns - within_ns;
  struct timespec left = {.tv_sec = left_ns / 1000000000, .tv_nsec = left_ns % 1000000000};
  nanosleep(&left, 0);
}

int main(int count, char **arguments) {
  if (count < 2 || count == 4 || count > 5) return 2;
  uint64_t most = count > 2 ? strtoull(arguments[2], 0, 10) : 0, first_ns = 0;
  uint64_t stall_ns = count > 4 ? strtoull(arguments[3], 0, 10) * 1000000 : 0;
  uint64_t every_ns = count > 4 ? strtoull(arguments[4], 0, 10) * 1000000 : 0;
  uint64_t size_of_file = 8 * (1 + most);
  signal(SIGPIPE, SIG_IGN);
  int file = open(arguments[1], O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, size_of_file)) return 1;
  volatile uint64_t *answers = mmap(0, size_of_file, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
  memset((void *)answers, 0, size_of_file);
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
      if (stall_ns > 0 && first_ns > 0) stall(first_ns, stall_ns, every_ns);
      ssize_t length = read(socket, bytes, sizeof bytes);
      if (length < 0 && errno == EAGAIN) continue;
      if (length > 0 && (*answers < most || (stall_ns > 0 && first_ns == 0))) {
        uint64_t read_ns = now_ns();
        if (*answers < most) answers[1 + *answers] = read_ns;
        if (first_ns == 0) first_ns = read_ns;
      }
      if (length <= 0) {
        close(socket);
        continue;
      }
      int is_last = memmem(bytes, length, "onnection: close", 16) != 0;
      ssize_t written = is_last ? write(socket, last_answer, sizeof last_answer - 1) : write(socket, answer, sizeof answer - 1);
      if (written > 0) ++*answers;
      if (written < 0 || is_last) close(socket);
    }
  }
}
