namespace Pando.Api.Client.Transport;

/// <summary>One request, before it is known how it travels.</summary>
internal sealed class ApiRequest(string method, string target)
{
    public string Method { get; } = method;

    /// <summary>Path and query, escaped.</summary>
    public string Target { get; } = target;

    public List<(string Name, string Value)> Headers { get; } = [];

    public string? ContentType { get; private set; }

    public Stream? Body { get; private set; }

    public long BodyLength { get; private set; }

    /// <summary>How long the answer's head may take; begins anew with each part of the body that is sent.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>Whether the connection becomes something else (a websocket).</summary>
    public bool Upgrade { get; init; }

    public ApiRequest With(string name, string? value)
    {
        if (value is not null)
        {
            Headers.Add((name, value));
        }
        return this;
    }

    public ApiRequest WithBody(string contentType, ReadOnlyMemory<byte> body)
    {
        var bytes = body.ToArray();
        return WithBody(contentType, new MemoryStream(bytes, writable: false), bytes.Length);
    }

    public ApiRequest WithBody(string contentType, Stream body, long length)
    {
        ContentType = contentType;
        Body = body;
        BodyLength = length;
        return this;
    }
}
