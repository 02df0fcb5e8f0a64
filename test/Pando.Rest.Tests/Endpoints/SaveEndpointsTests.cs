using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Rest.Tests.Serving;
using Wire = Pando.Api.Saving;

namespace Pando.Rest.Tests.Endpoints;

public class SaveEndpointsTests
{
    private const string File = "/var/tmp/web1.save";

    public static TheoryData<Wire.SaveRequest?, SaveOrder> Saves => new()
    {
        { null, new SaveOrder() },
        { new Wire.SaveRequest(), new SaveOrder() },
        { new Wire.SaveRequest { Format = "raw", Running = false }, new SaveOrder { Running = false } },
        {
            new Wire.SaveRequest { Path = File, Format = "zstd", BypassCache = true, Running = true, Xml = "<domain/>" },
            new SaveOrder { Path = File, Compression = SaveCompression.Zstd, BypassCache = true, Running = true, Xml = "<domain/>" }
        },
    };

    public static TheoryData<Wire.DumpRequest, DumpOrder> Dumps => new()
    {
        { new Wire.DumpRequest { Path = File }, new DumpOrder { Path = File } },
        { new Wire.DumpRequest { Path = File, Format = "gzip", Crash = true }, new DumpOrder { Path = File, Compression = SaveCompression.Gzip, Crash = true } },
        {
            new Wire.DumpRequest { Path = File, MemoryOnly = true, Format = "kdump-zlib", Live = true, Reset = true, BypassCache = true },
            new DumpOrder { Path = File, MemoryOnly = true, Format = "kdump-zlib", Live = true, Reset = true, BypassCache = true }
        },
    };

    [Theory]
    [MemberData(nameof(Saves))]
    public async Task A_save_is_asked_as_it_was_said(Wire.SaveRequest? asked, SaveOrder expected)
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1", running: true);
        var response = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Save, "web1"), asked is null ? null : RestFixture.Json(asked));
        Assert.Equal("web1", (await RestFixture.ReadAsync<Machine>(response, 200)).Name);
        Assert.Equal(expected, Assert.IsType<SaveRequest>(rest.Domains.Requests.Single().Request).Order);
    }

    [Theory]
    [MemberData(nameof(Dumps))]
    public async Task A_dump_is_asked_as_it_was_said(Wire.DumpRequest asked, DumpOrder expected)
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1", running: true);
        var response = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Dump, "web1"), RestFixture.Json(asked));
        await RestFixture.ReadAsync<Machine>(response, 200);
        Assert.Equal(expected, Assert.IsType<DumpRequest>(rest.Domains.Requests.Single().Request).Order);
    }

    [Fact]
    public async Task A_restore_is_asked_as_it_was_said()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        var asked = new Wire.RestoreSavedRequest { Path = File, Running = false, BypassCache = true, Force = true, Xml = "<domain/>", ResetNvram = true };
        await RestFixture.ReadAsync<Machine>(await rest.SendAsync(HttpMethod.Post, ApiRoutes.RestoreSaved, RestFixture.Json(asked)), 200);
        Assert.Equal(
            new RestoreOrder { Path = File, Running = false, BypassCache = true, Force = true, Xml = "<domain/>", ResetVariables = true }, rest.Domains.SavedOrders.Single());
    }

    [Fact]
    public async Task A_start_goes_on_from_a_managed_save_as_it_was_said()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        foreach (var (query, expected) in new (string, StartRequest)[]
        {
            ("?forceBoot=true", new StartRequest { ForceBoot = true }),
            ("?running=true&bypassCache=true&force=true", new StartRequest { Running = true, BypassCache = true, Force = true }),
            ("?resetNvram=true", new StartRequest { ResetVariables = true }),
        })
        {
            await RestFixture.ReadAsync<Machine>(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Start, "web1") + query), 200);
            Assert.Equal(expected, rest.Domains.Requests.Last().Request);
        }
    }

    [Fact]
    public async Task The_definition_in_a_file_is_shown_and_replaced()
    {
        await using var rest = await RestFixture.StartAsync();
        var id = rest.Domains.Add("web1").Id.ToString();
        foreach (var (target, file) in new[]
        {
            ($"{ApiRoutes.SavedDefinition}?path={Uri.EscapeDataString(File)}", File), (ApiRoutes.Fill(ApiRoutes.ManagedSave, "web1"), id),
        })
        {
            var shown = await rest.SendAsync(HttpMethod.Get, target);
            Assert.Equal("application/xml", shown.Content.Headers.ContentType?.MediaType);
            Assert.Contains("<name>web1</name>", await shown.Content.ReadAsStringAsync(Limit.Token()), StringComparison.Ordinal);
            Assert.Equal("no-store", shown.Headers.CacheControl?.ToString());
            var more = target + (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "running=true";
            Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Put, more, RestFixture.Xml("<domain/>"))).StatusCode);
            Assert.Equal([file, (file, "<domain/>", (bool?)true)], rest.Domains.SavedOrders.TakeLast(2));
        }
    }

    [Fact]
    public async Task A_managed_save_is_dropped()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        await RestFixture.ReadAsync<Machine>(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.ManagedSave, "web1")), 200);
        Assert.Equal(new DropSaveRequest(), rest.Domains.Requests.Single().Request);
    }

    [Fact]
    public async Task What_is_kept_of_an_undefined_machine_is_said()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Machine, "web1") + "?managedSave=true&keepNvram=true&keepTpm=true");
        Assert.Equal(new UndefineRequest { ManagedSave = true, KeepVariables = true, KeepTpm = true }, rest.Domains.Requests.Single().Request);
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_told_with_their_reason()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        rest.Domains.Failure = new CallerException(ErrorCodes.Save.Damaged, ("path", File), ("reason", "save.reason.cut-short"));
        var restore = RestFixture.Json(new Wire.RestoreSavedRequest { Path = File });
        var problem = await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.RestoreSaved, restore), 400);
        Assert.Equal(("save.damaged", File), (problem.Code, problem.Facts!["path"]));
    }

    [Fact]
    public async Task Nonsense_is_refused_before_the_machine_is_asked()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1", running: true);
        foreach (var response in new[]
        {
            await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Save, "web1"), RestFixture.Json(new Wire.SaveRequest { Format = "rar" })),
            await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Dump, "web1"), RestFixture.Json(new Wire.DumpRequest { Path = File, Format = "elf" })),
            await rest.SendAsync(HttpMethod.Get, ApiRoutes.SavedDefinition),
        })
        {
            Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(response, 400)).Code);
        }
        Assert.Empty(rest.Domains.Requests);
    }
}
