package io.offtake.rest;

import java.util.List;
import java.util.regex.Pattern;

import io.offtake.access.Audit;
import io.offtake.access.AuditEntry;
import io.offtake.api.AuditApi;
import io.offtake.api.model.AuditEntryDto;
import io.offtake.api.model.AuditListDto;
import io.offtake.rest.edge.Pages;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells who changed what.
class AuditResource implements AuditApi {

  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

  private final Audit audit;
  private final KeyMapper mapper;
  private final Pages pages;

  AuditResource(Audit audit, KeyMapper mapper, Pages pages) {
    this.audit = audit;
    this.mapper = mapper;
    this.pages = pages;
  }

  @Override
  public RestResponse<AuditListDto> listAudit(
      @Nullable String subjectType,
      @Nullable String subject,
      @Nullable String actor,
      Integer pageSize,
      @Nullable String pageToken) {
    long before = Pages.key(pageToken, NUMBER).map(Long::valueOf).orElse(Long.MAX_VALUE);
    List<AuditEntry> found = audit.list(new Audit.Filter(subjectType, subject, actor), before, pageSize + 1);
    // Entries never change, so their ids say all.
    String validator = found.stream().map(entry -> Long.toString(entry.id())).toList().toString();
    return pages.answer(validator, Pages.of(found, pageSize, entry -> Long.toString(entry.id())),
        page -> AuditListDto.builder()
            .entries(page.rows().stream().<AuditEntryDto>map(mapper::entry).toList())
            .nextPageToken(page.nextPageToken())
            .build());
  }
}
