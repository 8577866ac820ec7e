// The nearest that this machine lets anything come to a plan: a loop that does nothing but wait until a request is due,
// send it, and read what has come meanwhile. It waits by looking at the clock, which keeps a core busy, or asleep.
//
//   on-time PORT CONNECTIONS RATE SECONDS spin|sleep
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char request[] = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n";

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec + at.tv_nsec / 1e9;
}

static int connected(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  int one = 1, made = socket(AF_INET, SOCK_STREAM, 0);
  inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
  if (made < 0 || connect(made, (struct sockaddr *)&to, sizeof to) < 0) {
    perror("on-time: cannot connect");
    exit(1);
  }
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return made;
}

static void sleep_until(double at) {
  struct timespec moment = {(long)at, (long)((at - (long)at) * 1e9)};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, NULL);
}

int main(int count, char **given) {
  if (count != 6) return 2;
  int sleeps = strcmp(given[5], "sleep") == 0;
  // Sleeps last 50 us longer otherwise, so that the kernel can wake several threads at once.
  prctl(PR_SET_TIMERSLACK, 1UL);
  int connections = atoi(given[2]);
  double rate = atof(given[3]), seconds = atof(given[4]);
  int *each = calloc(connections, sizeof *each);
  for (int i = 0; i < connections; i++) each[i] = connected(atoi(given[1]));
  char answer[4096];
  double start = now();
  for (long index = 0; index < rate * seconds; index++) {
    int one = each[index % connections];
    if (sleeps) sleep_until(start + index / rate);
    while (now() < start + index / rate) continue;
    // What it carried before has come long ago, or is read with the next.
    while (recv(one, answer, sizeof answer, MSG_DONTWAIT) > 0) continue;
    if (send(one, request, sizeof request - 1, MSG_NOSIGNAL) < 0) {
      perror("on-time: cannot send");
      return 1;
    }
  }
  return 0;
}
