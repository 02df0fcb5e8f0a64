using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Api.Install;
using Pando.Api.Json;
using Pando.Api.Machines;
using Pando.Api.Saving;
using Pando.Api.Problems;

namespace Pando.Api.Tests.Json;

public class PandoJsonTests
{
    [Fact]
    public void Names_are_camelCase_enums_kebab_case_times_ISO_and_nulls_left_out()
    {
        var summary = new MachineSummary
        {
            Id = "3f2f6f0e-0000-4000-8000-000000000001",
            Name = "máy-1",
            State = new MachineState { Phase = MachinePhase.GuestShutDown, Reason = "shutdown", Since = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero) },
            Persistent = true,
            Autostart = false,
            MemoryKiB = 524288,
            Vcpus = 2,
        };
        Assert.Equal(
            """{"id":"3f2f6f0e-0000-4000-8000-000000000001","name":"m\u00E1y-1","state":{"phase":"guest-shut-down","reason":"shutdown","since":"2026-11-03T09:00:00+00:00"},"persistent":true,"autostart":false,"managedSave":false,"memoryKiB":524288,"vcpus":2}""",
            JsonSerializer.Serialize(summary, PandoJson.Default.MachineSummary));
    }

    [Fact]
    public void A_member_of_a_newer_daemon_is_ignored()
    {
        var problem = JsonSerializer.Deserialize("""{"code":"x.y","kind":"not-found","fromTheFuture":{"a":[1]}}""", PandoJson.Default.Problem);
        Assert.Equal(ProblemKind.NotFound, problem!.Kind);
    }

    [Fact]
    public void A_list_that_is_missing_is_empty()
    {
        var happened = JsonSerializer.Deserialize("""{"sequence":1,"at":"2026-11-03T09:00:00Z","type":"a.b","subject":"s"}""", PandoJson.Default.PandoEvent);
        Assert.Empty(happened!.Data);
        var seed = JsonSerializer.Deserialize("{}", PandoJson.Default.CloudInitRequest);
        Assert.Empty(seed!.Packages.Concat(seed.SshKeys));
    }

    [Fact]
    public void A_cloud_init_request_tells_no_password_when_it_is_printed() =>
        Assert.DoesNotContain("geheim", new InstallRequest { Name = "a", CloudInit = new CloudInitRequest { Password = "geheim" } }.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Every_enum_is_written_in_its_own_members_words()
    {
        var enums = typeof(Machine).Assembly.GetExportedTypes().Where(type => type.IsEnum && type.Namespace != "Pando.Api.Client").ToList();
        Assert.True(enums.Count >= 4);
        Assert.All(enums, type =>
        {
            var words = Assert.IsType<IEnumWords>(PandoJson.Default.GetTypeInfo(type)!.Converter, exactMatch: false);
            Assert.Equal(Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName), words.Words);
            Assert.Equal(Enumerable.Range(0, words.Words.Count), Enum.GetValuesAsUnderlyingType(type).Cast<int>());
        });
    }

    [Fact]
    public void An_unknown_word_is_refused_with_the_known_ones()
    {
        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("\"maybe\"", PandoJson.Default.CheckStatus));
        Assert.Contains("pass, warn, fail", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_DTO_is_sealed_and_known_to_the_context()
    {
        var records = typeof(Machine).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && type.GetMethod("<Clone>$") is not null && !typeof(JsonConverter).IsAssignableFrom(type))
            .ToList();
        Assert.True(records.Count > 25);
        Assert.All(records, type => Assert.True(type.IsSealed, type.FullName));
        // Options of a call go into its query.
        Type[] queries = [typeof(StartOptions), typeof(UndefineOptions)];
        Assert.All(
            records.Where(type => type.Namespace != "Pando.Api.Client" && !queries.Contains(type)),
            type => Assert.NotNull(PandoJson.Default.GetTypeInfo(type)));
    }
}
