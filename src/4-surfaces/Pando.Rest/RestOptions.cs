namespace Pando.Rest;

/// <summary>Limits of the REST API.</summary>
public sealed record RestOptions
{
    /// <summary>The group whose members may use the API, beside root and the daemon's own user; null: nobody else.</summary>
    public uint? Group { get; init; }

    /// <summary>Connections at one time; more are closed at once.</summary>
    public int Connections { get; init; } = 4096;

    /// <summary>Event streams and consoles at one time; more are refused with <c>request.busy</c>.</summary>
    public int Streams { get; init; } = 1024;

    /// <summary>How long a request's headers may take to come.</summary>
    public TimeSpan HeadersLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may stay without a request.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest body, where an endpoint doesn't say otherwise.</summary>
    public long BodyBytes { get; init; } = 1024 * 1024;

    /// <summary>The largest definition.</summary>
    public long XmlBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The largest image that is uploaded.</summary>
    public long UploadBytes { get; init; } = 2L << 40;

    /// <summary>How long a stream may go without a word: a comment is sent then.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client of a stream may leave unread what it was sent; it is cut off then.</summary>
    public TimeSpan WriteLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long something stays in the trash; null: until it is emptied.</summary>
    public TimeSpan? TrashRetention { get; init; }

    /// <summary>Whether the OpenAPI document is made from the endpoints instead of the committed one: for the test that compares them.</summary>
    internal bool GeneratesDocument { get; init; }
}
