using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Monitor;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Monitor;
using Pando.Model.Errors;
using Pando.Model.Keys;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Wire = Pando.Api.Monitor;

namespace Pando.Rest.Endpoints;

/// <summary>What a machine's QEMU is asked directly: keys, interrupts, pictures, and commands as they are.</summary>
internal sealed class MonitorEndpoints(IDomains domains, IGuestMonitor monitor)
{
    private const string Group = "machine monitor";
    private const int LongestHold = 60_000;

    public void Map(IEndpointRouteBuilder api)
    {
        Asks(api.MapPost(ApiRoutes.Keys, SendKeysAsync), "sendKeys", "Presses keys of a machine together.")
            .TakesJson<SendKeysRequest>().Produces(StatusCodes.Status204NoContent);
        Asks(api.MapPost(ApiRoutes.Nmi, InjectNmiAsync), "injectNmi", "Sends the guest a non-maskable interrupt.")
            .Produces(StatusCodes.Status204NoContent);
        Asks(api.MapGet(ApiRoutes.DiskErrors, DiskErrorsAsync), "getDiskErrors", "The disks that the guest's reads or writes failed on.")
            .Answers<IReadOnlyList<Wire.DiskError>>();
        Asks(api.MapPut(ApiRoutes.DiskSize, ResizeDiskAsync), "resizeDisk", "Makes a disk of a running machine larger.")
            .TakesJson<DiskSizeRequest>().Produces(StatusCodes.Status204NoContent);
        Asks(api.MapPut(ApiRoutes.DiskThreshold, SetThresholdAsync), "setDiskThreshold", "Has an event told when a disk's image is written behind an offset.")
            .TakesJson<DiskThresholdRequest>().Produces(StatusCodes.Status204NoContent);
        Asks(api.MapGet(ApiRoutes.Screenshot, ScreenshotAsync), "getScreenshot", "A picture of one of the machine's screens.")
            .Produces<byte[]>(StatusCodes.Status200OK, "image/png");
        Asks(api.MapPost(ApiRoutes.MonitorCommand, CommandAsync), "sendMonitorCommand", "Sends QEMU a command as it is; the machine is marked as tampered with.")
            .TakesJson<JsonElement>().Answers<Wire.MonitorAnswer>().KeepsReason();
        Asks(api.MapPost(ApiRoutes.MonitorHumanCommand, HumanCommandAsync), "sendHumanCommand", "The same with a line of QEMU's monitor for people.")
            .TakesJson<HumanCommandRequest>().Answers<HumanCommandAnswer>().KeepsReason();
    }

    private static RouteHandlerBuilder Asks(RouteHandlerBuilder endpoint, string operation, string sentence) =>
        endpoint.About(operation, Group, sentence).Fails(StatusCodes.Status409Conflict).AsksPeer();

    private async Task<IResult> SendKeysAsync(HttpContext http, string machine)
    {
        var id = domains.Get(machine).Id;
        var wish = await JsonBody.ReadAsync<SendKeysRequest>(http);
        var set = KeyCodeSets.Of(wish.Codeset ?? "linux") ?? throw Invalid("codeset", $"{wish.Codeset} ({string.Join(", ", KeyCodeSets.Words)})");
        if (wish.Keys.Count is 0 or > KeyTable.MostAtOnce)
        {
            throw Invalid("keys", string.Create(CultureInfo.InvariantCulture, $"1–{KeyTable.MostAtOnce}"));
        }
        if (wish.HoldMilliseconds is < 0 or > LongestHold)
        {
            throw Invalid("holdMilliseconds", string.Create(CultureInfo.InvariantCulture, $"0–{LongestHold}"));
        }
        // 0 is virsh's word for "as QEMU does".
        TimeSpan? hold = wish.HoldMilliseconds is > 0 and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
        await monitor.SendKeysAsync(id, [.. wish.Keys.Select(key => KeyTable.QemuNumber(set, key))], hold, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> InjectNmiAsync(HttpContext http, string machine)
    {
        await monitor.InjectNmiAsync(domains.Get(machine).Id, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> DiskErrorsAsync(HttpContext http, string machine)
    {
        var errors = await monitor.DiskErrorsAsync(domains.Get(machine).Id, http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<Wire.DiskError>>(
            [.. errors.Select(error => new Wire.DiskError { Target = error.Target, Error = error.NoSpace ? "no space" : "unspecified error" })]);
    }

    private async Task<IResult> ResizeDiskAsync(HttpContext http, string machine, string disk)
    {
        var id = domains.Get(machine).Id;
        var wish = await JsonBody.ReadAsync<DiskSizeRequest>(http);
        await monitor.ResizeDiskAsync(id, disk, wish.Bytes, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> SetThresholdAsync(HttpContext http, string machine, string disk)
    {
        var id = domains.Get(machine).Id;
        var wish = await JsonBody.ReadAsync<DiskThresholdRequest>(http);
        if (wish.Bytes < 0)
        {
            throw Invalid("bytes", string.Create(CultureInfo.InvariantCulture, $"{wish.Bytes}"));
        }
        await monitor.SetThresholdAsync(id, disk, wish.Bytes, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> ScreenshotAsync(
        HttpContext http, string machine,
        [Query(ApiQuery.Screen), Description("Which, from 0; the heads of the first video card are counted first. Absent: the first.")] int? screen)
    {
        if (screen is < 0)
        {
            throw Invalid(ApiQuery.Screen, string.Create(CultureInfo.InvariantCulture, $"{screen}"));
        }
        var picture = await monitor.ScreenshotAsync(domains.Get(machine).Id, screen ?? 0, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(picture, "image/png");
    }

    private async Task<IResult> CommandAsync(
        HttpContext http, string machine, [Query(ApiQuery.Limit), Description("How many seconds it may take.")] double? limit)
    {
        var id = domains.Get(machine).Id;
        var command = await JsonBody.ReadAnyAsync(http);
        var answer = await monitor.CommandAsync(id, command, Seconds.OrNone(ApiQuery.Limit, limit), http.RequestAborted);
        return JsonAnswer.Of(new Wire.MonitorAnswer
        {
            Return = answer.Return,
            Error = answer.Error is { } error ? new MonitorError { Class = error.Class, Desc = error.Description } : null,
        });
    }

    private async Task<IResult> HumanCommandAsync(
        HttpContext http, string machine, [Query(ApiQuery.Limit), Description("How many seconds it may take.")] double? limit)
    {
        var id = domains.Get(machine).Id;
        var wish = await JsonBody.ReadAsync<HumanCommandRequest>(http);
        return JsonAnswer.Of(new HumanCommandAnswer
        {
            Output = await monitor.HumanCommandAsync(id, wish.Command, Seconds.OrNone(ApiQuery.Limit, limit), http.RequestAborted),
        });
    }

    private static CallerException Invalid(string what, string reason) => new(ErrorCodes.Request.Invalid, ("what", what), ("reason", reason));
}
