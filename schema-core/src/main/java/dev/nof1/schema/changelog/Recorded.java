package dev.nof1.schema.changelog;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Record of an applied migration, as read from a database; each part is empty where it was not
 * recorded.
 *
 * @param how what put it on record: {@code run}, {@code script}, {@code stamp}, {@code baseline},
 *     {@code import} or {@code repair}
 * @param checksum of its script
 * @param duration how long it took
 * @param at when, by the server's clock
 * @param user the session's user
 * @param application its {@code application_name}
 * @param host the address it came from; {@code local} for a socket
 */
public record Recorded(
    Optional<String> how,
    Optional<String> checksum,
    Optional<Duration> duration,
    Optional<Instant> at,
    Optional<String> user,
    Optional<String> application,
    Optional<String> host) {}
