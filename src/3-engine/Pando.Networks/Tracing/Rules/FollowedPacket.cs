using System.Net;
using System.Net.Sockets;

namespace Pando.Networks.Tracing.Rules;

/// <summary>What is known of a packet that is followed. Its protocol and its ports are not.</summary>
/// <param name="Source">Who sends it.</param>
/// <param name="Destination">For whom it is.</param>
/// <param name="In">The device that it comes in by.</param>
/// <param name="Out">The device that it leaves by; null where it is for the host itself.</param>
internal sealed record FollowedPacket(IPAddress Source, IPAddress Destination, string In, string? Out)
{
    public bool IsIPv6 => Source.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Whether it answers another one: of a connection that is known.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>What answers it.</summary>
    public FollowedPacket Answer => new(Destination, Source, Out ?? In, In) { IsAnswer = true };
}
