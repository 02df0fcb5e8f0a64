using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pando.Api.Routes;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.OpenApi;

public partial class ApiDocumentTests
{
    [Fact]
    public async Task The_committed_contract_is_what_the_endpoints_are()
    {
        var served = await GeneratedAsync();
        var path = ContractCheck.Contract();
        if (Environment.GetEnvironmentVariable("PANDO_UPDATE_CONTRACT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, served);
        }
        Assert.Equal(await File.ReadAllTextAsync(path), served);
    }

    [Fact]
    public async Task Every_route_is_described_with_its_answers_and_its_problems()
    {
        var paths = JsonNode.Parse(await GeneratedAsync())!["paths"]!.AsObject();
        var routes = typeof(ApiRoutes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.Name is not (nameof(ApiRoutes.Prefix) or nameof(ApiRoutes.OpenApi)))
            .Select(field => Constraint().Replace((string)field.GetValue(null)!, "}"));
        Assert.Equal(routes.Order(StringComparer.Ordinal), paths.Select(path => path.Key).Order(StringComparer.Ordinal));

        foreach (var (path, operations) in paths)
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                var where = $"{method} {path}";
                Assert.False(string.IsNullOrEmpty((string?)operation!["summary"]), where);
                Assert.False(string.IsNullOrEmpty((string?)operation["operationId"]), where);
                var responses = operation["responses"]!.AsObject();
                Assert.Contains(responses, response => response.Key[0] is '1' or '2');
                foreach (var (status, response) in responses.Where(response => response.Key[0] is not ('1' or '2')))
                {
                    Assert.StartsWith("#/components/responses/", (string?)response!["$ref"], StringComparison.Ordinal);
                }
                Assert.True(responses.ContainsKey("default"), where);
                foreach (var (status, response) in responses.Where(response => response.Key[0] == '2' && response.Key != "204"))
                {
                    Assert.True(response!["content"]?.AsObject().All(content => content.Value!["schema"] is not null) == true, $"{where} {status}");
                }
                foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                {
                    Assert.True((string?)parameter!["in"] == "path" || parameter["description"] is not null, $"{where} {parameter["name"]}");
                }
            }
        }
    }

    [Fact]
    public async Task Every_code_stands_at_its_status()
    {
        var responses = JsonNode.Parse(await GeneratedAsync())!["components"]!["responses"]!;
        Assert.Contains("domain.not-found", (string?)responses["NotFound"]!["description"], StringComparison.Ordinal);
        Assert.Contains("domain.changed-meanwhile", (string?)responses["PreconditionFailed"]!["description"], StringComparison.Ordinal);
        Assert.DoesNotContain("daemon.", (string?)responses["BadRequest"]!["description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_is_valid_OpenAPI()
    {
        var read = Microsoft.OpenApi.OpenApiDocument.Parse(await GeneratedAsync(), "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.NotEmpty(read.Document!.Paths);
    }

    [Fact]
    public async Task Enums_are_described_by_their_words()
    {
        var schemas = JsonNode.Parse(await GeneratedAsync())!["components"]!["schemas"]!;
        var phases = schemas["MachinePhase"]!["enum"]!.AsArray().Select(word => (string)word!);
        Assert.Contains("guest-shut-down", phases);
    }

    [Fact]
    public async Task The_daemon_serves_the_committed_contract()
    {
        await using var rest = await RestFixture.StartAsync();
        var response = await rest.SendAsync(HttpMethod.Get, ApiRoutes.OpenApi);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(await File.ReadAllTextAsync(ContractCheck.Contract()), await response.Content.ReadAsStringAsync());
    }

    private static async Task<string> GeneratedAsync()
    {
        await using var rest = await RestFixture.StartAsync(new RestOptions { GeneratesDocument = true });
        var response = await rest.SendAsync(HttpMethod.Get, ApiRoutes.OpenApi);
        Assert.Equal(200, (int)response.StatusCode);
        return (await response.Content.ReadAsStringAsync()) + "\n";
    }

    [GeneratedRegex(":int}", RegexOptions.None, 1000)]
    private static partial Regex Constraint();
}
