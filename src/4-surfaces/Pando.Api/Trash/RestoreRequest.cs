namespace Pando.Api.Trash;

/// <summary>How something comes back from the trash. The body may be left out.</summary>
public sealed record RestoreRequest
{
    /// <summary>The name that it gets; absent: the one it had.</summary>
    public string? Name { get; init; }
}
