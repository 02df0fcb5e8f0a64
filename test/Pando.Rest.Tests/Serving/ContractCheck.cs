using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Pando.Rest.Tests.Serving;

/// <summary>Fails whatever test hears a status that the committed contract does not name for the operation.</summary>
internal sealed class ContractCheck(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // What a bug or a broken host answers is named by the default.
    private const int Unexpected = 500;

    private static readonly JsonObject Paths = JsonNode.Parse(File.ReadAllText(Contract()))!["paths"]!.AsObject();

    /// <summary>Where the committed contract is.</summary>
    public static string Contract([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../contracts/openapi/pando-v1.json"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var status = (int)response.StatusCode;
        if (status != Unexpected && Operation(request) is { } operation)
        {
            var named = operation["responses"]!.AsObject();
            Assert.True(
                named.ContainsKey(status.ToString(CultureInfo.InvariantCulture)),
                $"{request.Method} {request.RequestUri!.AbsolutePath} answered {status}, the contract names {string.Join(' ', named.Select(one => one.Key))}");
        }
        return response;
    }

    private static JsonNode? Operation(HttpRequestMessage request)
    {
        var asked = request.RequestUri!.AbsolutePath.Split('/');
        return Paths.FirstOrDefault(path => Fits(path.Key.Split('/'), asked)).Value?[request.Method.Method.ToLowerInvariant()];
    }

    private static bool Fits(string[] template, string[] path) =>
        template.Length == path.Length && template.Zip(path).All(pair => pair.First == pair.Second || pair.First.StartsWith('{'));
}
