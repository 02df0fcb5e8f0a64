using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pando.Linux.Systemd;

/// <summary>Tells systemd how this service is (sd_notify(3)); does nothing where systemd did not start it.</summary>
public sealed class SystemdNotify
{
    private readonly string? _socket;

    /// <param name="socket">The path, an abstract name behind "@", or null for nobody.</param>
    /// <param name="watchdogInterval">How often systemd wants to hear of us; null when it does not.</param>
    public SystemdNotify(string? socket, TimeSpan? watchdogInterval)
    {
        _socket = string.IsNullOrEmpty(socket) ? null : socket;
        WatchdogInterval = _socket is null ? null : watchdogInterval;
    }

    /// <summary>Whether somebody listens.</summary>
    public bool IsActive => _socket is not null;

    /// <summary>The time after which systemd takes us for dead; feed at half of it. Null: no watchdog.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>From NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.</summary>
    public static SystemdNotify FromEnvironment() => From(Environment.GetEnvironmentVariable, Environment.ProcessId);

    /// <summary>Start-up is complete.</summary>
    public bool Ready(string? status = null) => Send(status is null ? "READY=1" : $"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>The end has begun.</summary>
    public bool Stopping() => Send("STOPPING=1");

    /// <summary>One line that systemctl status shows.</summary>
    public bool Status(string status) => Send($"STATUS={OneLine(status)}");

    /// <summary>Still alive.</summary>
    public bool Watchdog() => Send("WATCHDOG=1");

    internal static SystemdNotify From(Func<string, string?> variable, int ownPid)
    {
        // WATCHDOG_PID names the one process of the service that is watched; without it, all are.
        bool isMeant = variable("WATCHDOG_PID") is not { Length: > 0 } pid
            || string.Equals(pid, ownPid.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        TimeSpan? interval = isMeant
            && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            && microseconds > 0
                ? TimeSpan.FromMicroseconds(microseconds)
                : null;
        return new SystemdNotify(variable("NOTIFY_SOCKET"), interval);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    // A notification that does not arrive must not harm the service: false, never an exception.
    private bool Send(string message)
    {
        if (_socket is null)
        {
            return false;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            string address = _socket.StartsWith('@') ? $"\0{_socket.AsSpan(1)}" : _socket;
            byte[] bytes = Encoding.UTF8.GetBytes(message);
            return socket.SendTo(bytes, new UnixDomainSocketEndPoint(address)) == bytes.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
