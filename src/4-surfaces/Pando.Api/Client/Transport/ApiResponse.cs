namespace Pando.Api.Client.Transport;

/// <summary>An answer whose body is still to be read. Disposing ends its connection.</summary>
internal sealed class ApiResponse(int status, Func<string, string?> header, Stream body, IDisposable owner) : IDisposable
{
    public int Status { get; } = status;

    /// <summary>The body; for an upgraded connection the raw stream, both ways.</summary>
    public Stream Body { get; } = body;

    public string? Header(string name) => header(name);

    public string? MediaType => Header("Content-Type")?.Split(';', 2)[0].Trim();

    public void Dispose()
    {
        Body.Dispose();
        owner.Dispose();
    }
}
