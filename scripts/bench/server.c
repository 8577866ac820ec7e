// The server that generators are measured against: it answers each read with the same bytes, and costs little more than
// the kernel does. Connections are closed where that is asked for.
//
//   server FILE [TIMES [STALL EVERY]]
//
// The number of answers stands in the first 8 bytes of the file. Behind it are the moments at which the first TIMES
// requests came, in nanoseconds of the monotonic clock: as the kernel notes them when it takes in what was sent, since
// the server itself may be kept waiting for its processor, and that is not the generator's doing. With STALL, the server stands still for so many
// milliseconds in every EVERY, at the end of each, counted from the first request.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/net_tstamp.h>
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

static void accept_all(int listener, int epoll, int noting) {
  int socket, one = 1, noted = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
  while ((socket = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (noting) setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPING, &noted, sizeof noted);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
    epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
  }
}

static uint64_t ns(struct timespec at) { return at.tv_sec * 1000000000ull + at.tv_nsec; }

static uint64_t now_ns(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return ns(now);
}

// When the kernel took in what was read, if it noted that; otherwise now.
static uint64_t came_ns(struct msghdr *message) {
  for (struct cmsghdr *note = CMSG_FIRSTHDR(message); note; note = CMSG_NXTHDR(message, note)) {
    if (note->cmsg_level != SOL_SOCKET || note->cmsg_type != SCM_TIMESTAMPING) continue;
    struct timespec at;
    memcpy(&at, CMSG_DATA(note), sizeof at);
    // The kernel notes the time of day.
    return now_ns(CLOCK_MONOTONIC) - (now_ns(CLOCK_REALTIME) - ns(at));
  }
  return now_ns(CLOCK_MONOTONIC);
}

static void stall(uint64_t first_ns, uint64_t stall_ns, uint64_t every_ns) {
  uint64_t within_ns = (now_ns(CLOCK_MONOTONIC) - first_ns) % every_ns;
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
        accept_all(listener, epoll, most > 0);
        continue;
      }
      if (stall_ns > 0 && first_ns > 0) stall(first_ns, stall_ns, every_ns);
      char notes[256];
      struct iovec into = {bytes, sizeof bytes};
      struct msghdr message = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = notes, .msg_controllen = sizeof notes};
      ssize_t length = most > 0 ? recvmsg(socket, &message, 0) : read(socket, bytes, sizeof bytes);
      if (length < 0 && errno == EAGAIN) continue;
      if (length > 0 && (*answers < most || (stall_ns > 0 && first_ns == 0))) {
        if (*answers < most) answers[1 + *answers] = came_ns(&message);
        if (first_ns == 0) first_ns = now_ns(CLOCK_MONOTONIC);
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
