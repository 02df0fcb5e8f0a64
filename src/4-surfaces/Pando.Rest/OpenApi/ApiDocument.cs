using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Pando.Api.Json;
using Pando.Api.Problems;
using Pando.Api.Routes;
using Pando.Rest.Requests;

namespace Pando.Rest.OpenApi;

/// <summary>
/// The OpenAPI document. The daemon serves the committed one, which is part of this assembly; a test makes it anew from the
/// endpoints and compares. So a running daemon carries nothing of what makes it.
/// </summary>
internal static class ApiDocument
{
    private const string Committed = "pando-v1.json";

    /// <summary>Serves the committed one.</summary>
    public static void MapCommitted(IEndpointRouteBuilder api) =>
        api.MapGet(ApiRoutes.OpenApi, () => TypedResults.Stream(typeof(ApiDocument).Assembly.GetManifestResourceStream(Committed)!, JsonBody.MediaType))
            .ExcludeFromDescription();

    /// <summary>What making it needs.</summary>
    public static void AddGenerator(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => Follow(options.SerializerOptions));
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer(DescribeDocument);
            options.AddOperationTransformer(DescribeOperation);
            options.AddSchemaTransformer(DescribeSchema);
        });
    }

    /// <summary>Makes it with each request.</summary>
    public static void MapGenerator(IEndpointRouteBuilder api) => api.MapOpenApi(ApiRoutes.OpenApi);

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
            Description = "Machines, their disks and everything about them, on one host. Served on pandod's unix socket. Texts are in the language of Accept-Language: English or Vietnamese.",
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
        AddHeaders(operation, context);
        ProblemResponses.Add(operation, context.Description.ActionDescriptor.EndpointMetadata, context.Document!);
    }

    private static void AddHeaders(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        foreach (var header in context.Description.ActionDescriptor.EndpointMetadata.OfType<HeededHeader>().Distinct())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Description = header.Sentence,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
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
