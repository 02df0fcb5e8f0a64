namespace Pando.Ovsdb;

/// <summary>Where a database server listens, and what it is granted.</summary>
public sealed record OvsdbOptions
{
    /// <summary>Where the server of a host's switch listens (ovsdb-server(1), <c>--remote=punix:</c>).</summary>
    public const string UsualSocket = "/run/openvswitch/db.sock";

    /// <summary>The socket.</summary>
    public string SocketPath { get; init; } = UsualSocket;

    /// <summary>How long one answer may take.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one message may be, in bytes: a host with ten thousand ports answers with about ten million.</summary>
    public int MostBytes { get; init; } = 64 << 20;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
