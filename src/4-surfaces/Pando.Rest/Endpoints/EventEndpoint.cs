using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Pando.Api.Routes;
using Pando.Model.Errors;
using Pando.Model.Events;
using Pando.Model.Ports;
using Pando.Rest.OpenApi;
using Pando.Rest.Problems;
using Pando.Rest.Requests;
using Pando.Rest.Streams;

namespace Pando.Rest.Endpoints;

/// <summary>Events as they happen.</summary>
internal sealed partial class EventEndpoint(
    IEvents events, StreamPlaces places, RestOptions options, TimeProvider time, ILogger<EventEndpoint> log, CancellationToken stopping)
{
    public void Map(IEndpointRouteBuilder api) =>
        api.MapGet(ApiRoutes.Events, StreamAsync)
            .About("streamEvents", "events", "Server-sent events, as they happen.")
            .Produces<Pando.Api.Events.PandoEvent>(StatusCodes.Status200OK, "text/event-stream")
            .Heeds("Last-Event-ID", "Goes on after that event.")
            .Fails(StatusCodes.Status429TooManyRequests);

    private async Task StreamAsync(
        HttpContext http,
        [Query(ApiQuery.Types), Description("Comma-separated; machine.* for all of an area. QEMU's own, qemu.*, only where they are named.")] string? types,
        [Query(ApiQuery.Subject), Description("One thing's events: a uuid, a job's id.")] string? subject)
    {
        using var place = places.Take();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        // Subscribed before the headers are sent: whoever has seen those misses nothing.
        await using var feed = new EventFeed(events, After(http.Request), ending.Token);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        var writer = new EventWriter(http.Response.BodyWriter, options.WriteLimit, time);
        writer.WriteComment("pandod");
        try
        {
            await RelayAsync(feed, new EventFilter(types, subject), writer, ending.Token);
        }
        catch (PandoException failure)
        {
            writer.Write(ProblemMapping.Of(failure, Language.Of(http.Request)));
            await writer.FlushAsync(ending.Token);
        }
        catch (TimeoutException)
        {
            NotRead(http.Connection.Id, options.WriteLimit);
            http.Abort();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client left, or the daemon stops: the stream just ends.
        }
    }

    private async Task RelayAsync(EventFeed feed, EventFilter filter, EventWriter writer, CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(options.Heartbeat, time);
        var tick = beat.WaitForNextTickAsync(cancellationToken).AsTask();
        while (true)
        {
            if (writer.IsFull || (writer.IsPending && !feed.Next.IsCompleted))
            {
                await writer.FlushAsync(cancellationToken);
            }
            if (await Task.WhenAny(tick, feed.Next) == tick)
            {
                await tick;
                writer.WriteComment("still here");
                tick = beat.WaitForNextTickAsync(cancellationToken).AsTask();
            }
            else if (!await feed.Next)
            {
                return;
            }
            else
            {
                if (filter.Wants(feed.Current))
                {
                    writer.Write(feed.Current);
                }
                feed.Advance();
            }
        }
    }

    private static long? After(HttpRequest request)
    {
        var last = request.Headers["Last-Event-ID"].ToString();
        return last.Length switch
        {
            0 => null,
            _ when long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) => sequence,
            _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", "Last-Event-ID"), ("reason", last)),
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Event stream {Connection} was cut off: it left unread for {Limit} what it was sent")]
    private partial void NotRead(string connection, TimeSpan limit);
}
