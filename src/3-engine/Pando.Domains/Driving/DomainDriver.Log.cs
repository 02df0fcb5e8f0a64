using Microsoft.Extensions.Logging;

namespace Pando.Domains.Driving;

internal sealed partial class DomainDriver
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The driver of machine {Machine} failed on {Message} and goes on")]
    private partial void LogLoopFailed(Exception failure, string machine, string message);

    [LoggerMessage(Level = LogLevel.Information, Message = "Machine {Machine}: {Request} failed")]
    private partial void LogRequestFailed(Exception failure, string machine, DomainRequestKind request);

    [LoggerMessage(Level = LogLevel.Warning, Message = "QEMU of machine {Machine} does not answer")]
    private partial void LogNotAnswering(string machine);

    [LoggerMessage(Level = LogLevel.Information, Message = "QEMU of machine {Machine} answers again")]
    private partial void LogAnsweringAgain(string machine);
}
