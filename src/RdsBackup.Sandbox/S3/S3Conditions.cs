namespace RdsBackup.Sandbox;

/// <summary>The conditions of a write: If-None-Match and If-Match.</summary>
internal readonly record struct S3Conditions(string? IfNoneMatch, string? IfMatch)
{
    public static S3Conditions Of(HttpRequest request) =>
        new(request.Headers.IfNoneMatch.FirstOrDefault(), request.Headers.IfMatch.FirstOrDefault());

    /// <summary>Refuses a write that the current object forbids.</summary>
    public void Check(S3Object? current)
    {
        if (IfMatch is not null && current is null)
        {
            throw new RefusedException(404, "NoSuchKey", "The specified key does not exist.");
        }

        if ((IfNoneMatch == "*" && current is not null) || (IfMatch is not null && IfMatch.Trim('"') != current!.ETag.Trim('"')))
        {
            throw new RefusedException(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }
    }
}
