using Microsoft.AspNetCore.Http.Metadata;

namespace Pando.Rest.Requests;

/// <summary>A parameter that comes from the query string. The framework's own attribute would load MVC for it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class QueryAttribute(string name) : Attribute, IFromQueryMetadata
{
    /// <inheritdoc/>
    public string? Name { get; } = name;
}
