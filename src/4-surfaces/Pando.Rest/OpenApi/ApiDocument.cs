using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Pando.Api.Json;
using Pando.Api.Problems;
using Pando.Api.Routes;

namespace Pando.Rest.OpenApi;

/// <summary>The OpenAPI document, made from the endpoints when it is first asked for; contracts/openapi holds a copy that a test compares.</summary>
internal static class ApiDocument
{
    public static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => Follow(options.SerializerOptions));
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer(DescribeDocument);
            options.AddOperationTransformer(DescribeOperation);
            options.AddSchemaTransformer(DescribeSchema);
        });
    }

    public static void Map(IEndpointRouteBuilder api) => api.MapOpenApi(ApiRoutes.OpenApi);

    // Schemas are made from the web server's options: they must be the contract's.
    private static void Follow(System.Text.Json.JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, PandoJson.Default);
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
    }

    private static Task DescribeDocument(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Pando",
            Version = "v1",
            Description = "Machines, their disks and everything about them, on one host. Served on pandod's unix socket.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        // Where it is served differs by host; paths are whole.
        document.Servers = null;
        return Task.CompletedTask;
    }

    private static async Task DescribeOperation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken);
        context.Document?.AddComponent(nameof(Problem), problem);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "What went wrong, as RFC 9457 problem details.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Problem.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(nameof(Problem), context.Document) },
            },
        };
    }

    // The contract writes enums by converters of its own, whose words a schema cannot see.
    private static Task DescribeSchema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Converter is IEnumWords { Words: var words })
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. words.Select(word => (JsonNode)word)];
        }
        return Task.CompletedTask;
    }
}
