using Microsoft.AspNetCore.Http;
using Pando.Api.Install;
using Pando.Api.Problems;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class DefinitionCommandsTests : CliTest
{
    private static readonly Problem Wrong = new()
    {
        Code = "definition.unsupported",
        Kind = ProblemKind.Invalid,
        Status = 400,
        Detail = "<disk type='volume'> is not supported.",
        Line = 12,
        Column = 3,
        Element = "/domain/devices/disk[2]",
    };

    [Fact]
    public async Task Define_sends_the_file_as_it_is()
    {
        Pandod.On("POST", "/api/v1/machines", Samples.Machine("web1"), 201);
        var file = Write("web1.xml", "<domain>máy</domain>\n");
        var run = await RunAsync("define", file);
        Assert.Equal((0, $"Machine 'web1' defined from {file} (version 3).\n"), (run.ExitCode, run.Out));
        Assert.Equal(("<domain>máy</domain>\n", "application/xml"), (Last.Text, Last.Headers["Content-Type"]));
    }

    [Fact]
    public async Task Define_reads_standard_input()
    {
        Pandod.On("POST", "/api/v1/machines", Samples.Machine("web1"), 201);
        Around.Input = "<domain/>";
        Assert.Equal(0, (await RunAsync("define", "-")).ExitCode);
        Assert.Equal("<domain/>", Last.Text);
    }

    [Fact]
    public async Task What_is_wrong_in_a_file_is_told_with_its_place()
    {
        Pandod.Refuse("POST", "/api/v1/machines", Wrong);
        var file = Write("web1.xml", "<domain/>");
        var run = await RunAsync("define", file);
        Assert.Equal((1, $"error: {file}:12:3: /domain/devices/disk[2]: <disk type='volume'> is not supported.\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("web1.xml", 1, "/domain/memory", "/domain/memory is missing.", ":1: /domain/memory is missing.")]
    [InlineData("web1.xml", 3, "", "This is not XML that can be read: 'a' does not match 'b'.", ":3: This is not XML that can be read: 'a' does not match 'b'.")]
    [InlineData("web1.xml", null, null, "QEMU has no machine type 'abacus'.", ": QEMU has no machine type 'abacus'.")]
    public async Task Nothing_is_told_twice(string name, int? line, string? element, string detail, string told)
    {
        Pandod.Refuse("POST", "/api/v1/machines", Wrong with { Line = line, Column = null, Element = element, Detail = detail, Instance = "/api/v1/machines" });
        var file = Write(name, "<domain/>");
        Assert.Equal($"error: {file}{told}\n", (await RunAsync("define", file)).Error);
    }

    [Fact]
    public async Task A_line_of_what_is_no_file_is_named_as_one()
    {
        Pandod.Refuse("POST", "/api/v1/machines/web1/versions/2/revert", Wrong with { Column = null, Instance = "/api/v1/machines/web1/versions/2/revert" });
        Assert.Equal("error: line 12: /domain/devices/disk[2]: <disk type='volume'> is not supported.\n", (await RunAsync("version", "revert", "web1", "2")).Error);
    }

    [Theory]
    [InlineData("dumpxml web1")]
    [InlineData("define --dry-run -")]
    [InlineData("install --name a --image b --print-xml")]
    public async Task XML_is_a_member_of_the_JSON(string line)
    {
        Around.Input = "<domain/>";
        Pandod.On("GET", "/api/v1/machines/web1/xml", context => context.Response.WriteAsync("<domain/>\n"));
        Pandod.On("POST", "/api/v1/machines", context => context.Response.WriteAsync("<domain/>\n"));
        Pandod.On("POST", "/api/v1/install", new InstallPlan { Xml = "<domain/>\n", Volumes = [] });
        var run = await RunAsync([.. line.Split(' '), "--json"]);
        Assert.Equal((0, "{\n  \"xml\": \"<domain/>\\n\"\n}\n"), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task A_bad_file_does_not_keep_the_next_from_being_looked_at()
    {
        Pandod.On("POST", "/api/v1/machines", context => context.Request.ContentLength == 5
            ? ScriptedPandod.Refuse(context, Wrong)
            : context.Response.WriteAsync("<domain>\n  normal\n</domain>\n"));
        var run = await RunAsync("define", "--dry-run", Write("bad.xml", "<bad>"), Folder["none.xml"], Write("good.xml", "<domain/>"));
        Assert.Equal((1, "<domain>\n  normal\n</domain>\n"), (run.ExitCode, run.Out));
        Assert.Equal(2, Pandod.Requests.Count);
        Assert.All(Pandod.Requests, request => Assert.Equal("POST /api/v1/machines?dryRun=true", request.ToString()));
        Assert.Contains($"error: There is no file {Folder["none.xml"]}.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_starts_it_without_storing()
    {
        Pandod.On("POST", "/api/v1/machines", Samples.Machine("web1"), 201);
        Assert.Equal(0, (await RunAsync("create", Write("web1.xml", "<domain/>"), "--paused")).ExitCode);
        Assert.Equal("POST /api/v1/machines?create=transient&paused=true", Last.ToString());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("--inactive", "?inactive=true")]
    [InlineData("--security-info", "?secrets=true")]
    public async Task Dumpxml_prints_the_XML_untouched(string option, string query)
    {
        Pandod.On("GET", "/api/v1/machines/web1/xml", context => context.Response.WriteAsync("<domain>\n\t<name>máy</name>\n</domain>\n"));
        Assert.Equal("<domain>\n\t<name>máy</name>\n</domain>\n", (await RunAsync([.. new[] { "dumpxml", "web1", option }.Where(word => word.Length > 0)])).Out);
        Assert.Equal("GET /api/v1/machines/web1/xml" + query, Last.ToString());
    }

    [Fact]
    public async Task A_file_without_end_is_not_read_to_its_end()
    {
        var run = await RunAsync("define", "/dev/zero");
        Assert.Equal((1, "error: /dev/zero is larger than 16 MiB.\n"), (run.ExitCode, run.Error));
    }
}
