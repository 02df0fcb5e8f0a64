using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Pando.Api.Problems;
using Pando.Model.Errors;
using Pando.Rest.Problems;

namespace Pando.Rest.OpenApi;

/// <summary>The statuses that an operation fails with; what they mean and their codes stand once for all operations.</summary>
internal static class ProblemResponses
{
    private const string Any = "Problem";

    // What pandod says before it serves anything.
    private const string OfTheStart = "daemon";

    /// <summary>Names them at an operation. Whatever is not named comes as the default: 500 and what a proxy adds.</summary>
    public static void Add(OpenApiOperation operation, IEnumerable<object> metadata, OpenApiDocument document)
    {
        operation.Responses ??= [];
        foreach (var status in Of(operation, metadata))
        {
            operation.Responses[Number(status)] = Reference(document, Name(status), () => Describe(status, document));
        }
        operation.Responses["default"] = Reference(document, Any, () => Response("What else went wrong, as RFC 9457 problem details.", document));
    }

    private static SortedSet<int> Of(OpenApiOperation operation, IEnumerable<object> metadata)
    {
        // Any request can be malformed, and come from somebody who may not.
        var statuses = new SortedSet<int>(metadata.OfType<FailureStatuses>().SelectMany(failures => failures.Statuses))
        {
            StatusCodes.Status400BadRequest,
            StatusCodes.Status403Forbidden,
        };
        if (operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Path) == true)
        {
            statuses.Add(StatusCodes.Status404NotFound);
        }
        if (operation.RequestBody is not null)
        {
            statuses.UnionWith([StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType]);
        }
        return statuses;
    }

    private static OpenApiResponseReference Reference(OpenApiDocument document, string name, Func<OpenApiResponse> make)
    {
        if (document.Components?.Responses?.ContainsKey(name) != true)
        {
            document.AddComponent(name, make());
        }
        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiResponse Describe(int status, OpenApiDocument document)
    {
        var codes = ErrorCodes.All().Where(code => code.Area != OfTheStart && ProblemStatus.Of(code) == status).Select(code => code.Name).Order(StringComparer.Ordinal);
        return Response($"{ReasonPhrases.GetReasonPhrase(status)}: {string.Join(", ", codes)}.", document);
    }

    private static OpenApiResponse Response(string description, OpenApiDocument document) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [Problem.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(nameof(Problem), document) },
        },
    };

    private static string Name(int status) => ReasonPhrases.GetReasonPhrase(status).Replace(" ", string.Empty, StringComparison.Ordinal);

    private static string Number(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Statuses that an endpoint's description alone does not tell.</summary>
internal sealed record FailureStatuses(params int[] Statuses);
